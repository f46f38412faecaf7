"""A key of one's own in the database, for what must outlive a SECRET_KEY."""

import hashlib
import hmac
import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ruhrdialog.lib.sealed import opened, sealed


class OwnKeyManager(models.Manager[Any]):
    def secret(self) -> bytes:
        """Return the key, which is drawn when it is first asked for. Raises LostKeyError."""
        new = {"encrypted": sealed(secrets.token_hex())}
        return bytes.fromhex(opened(self.get_or_create(pk=1, defaults=new)[0].encrypted))

    def hashed(self, text: str) -> bytes:
        """Return what stands for a text, 32 bytes: nobody can try texts on it without the key."""
        return hmac.digest(self.secret(), text.encode(), hashlib.sha256)


class OwnKey(models.Model):
    """One row. Encrypted, since a copy of the database has what was made with it, too."""

    encrypted = models.CharField("Verschlüsselter Schlüssel", max_length=300, editable=False)

    objects: ClassVar[OwnKeyManager] = OwnKeyManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


def one_row(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(pk=1),
        violation_error_message="Den Schlüssel gibt es schon.",
    )
