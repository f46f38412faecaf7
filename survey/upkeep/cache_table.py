"""The table of Django's cache as a model, which Django itself doesn't have."""

from django.apps.registry import Apps
from django.conf import settings
from django.db import models


class CacheEntry(models.Model):
    """A row of the cache: here a count of tries to log in, with the address they came from."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField()

    class Meta:
        apps = Apps()  # of its own: neither migrations nor the administration know it
        app_label = "upkeep"
        managed = False
        db_table = settings.CACHES["default"]["LOCATION"]

    def __str__(self) -> str:
        return self.cache_key
