"""What is published, at the desk."""

from django.contrib import admin
from django.http import HttpRequest

from ruhrdialog.lib.lists import HouseAdmin
from survey.results.numbers import PublicNumbers


@admin.register(PublicNumbers)
class PublicNumbersAdmin(HouseAdmin, admin.ModelAdmin[PublicNumbers]):
    """One row, made by the migration: Leitung decides when numbers by topic are shown."""

    list_display = ["__str__", "show_topics"]
    fields = ["show_topics"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PublicNumbers | None = None) -> bool:
        return False
