"""What stays when an address has gone: the proof of consent, and that nobody writes to it again.

Both know an address by a hash with a key of its own: whoever is given an address can look it up,
and nobody can read one.
"""

import uuid

from django.db import models
from django.utils.timezone import localdate

from ruhrdialog.lib.consent import consent, wording_version
from ruhrdialog.lib.own_key import OwnKey, one_row


class AddressKey(OwnKey):
    """What the hashes of former addresses are made with."""

    class Meta:
        verbose_name = "Schlüssel der abgemeldeten Adressen"
        verbose_name_plural = "Schlüssel der abgemeldeten Adressen"
        constraints = [one_row("address_key_one_row")]


class WordingManager(models.Manager["Wording"]):
    def keep(self) -> str:
        """Keep the sentence that is shown now; return its version."""
        version = wording_version()
        self.bulk_create([Wording(version=version, text=consent())], ignore_conflicts=True)
        return version


class Wording(models.Model):
    """A sentence to which people have agreed, word for word."""

    version = models.CharField("Fassung", max_length=20, primary_key=True)
    text = models.TextField("Wortlaut")
    since = models.DateField("Gezeigt seit", default=localdate)

    objects = WordingManager()

    class Meta:
        verbose_name = "Wortlaut der Einwilligung"
        verbose_name_plural = "Wortlaute der Einwilligung"

    def __str__(self) -> str:
        return self.version


class ConsentProof(models.Model):
    """That somebody had agreed to get mails: the wording and the days (Article 7(1) GDPR)."""

    id = models.UUIDField("Schlüssel", primary_key=True, default=uuid.uuid4, editable=False)
    address_hash = models.BinaryField("Prüfwert der Adresse", max_length=32, db_index=True)
    wording_version = models.CharField("Fassung der Einwilligung", max_length=20)
    requested_on = models.DateField("Angefragt")
    confirmed_on = models.DateField("Bestätigt")
    ended_on = models.DateField("Beendet", default=localdate)

    class Meta:
        verbose_name = "Nachweis einer Einwilligung"
        verbose_name_plural = "Nachweise von Einwilligungen"
        ordering = ["confirmed_on", "pk"]

    def __str__(self) -> str:
        return "Nachweis einer Einwilligung"


class NeverAgainManager(models.Manager["NeverAgain"]):
    def has(self, address: str) -> bool:
        """Tell whether nobody may be written to at an address (normalised). Raises LostKeyError."""
        if not self.exists():
            return False
        return self.filter(pk=AddressKey.objects.hashed(address)).exists()

    def add(self, address: str) -> None:
        """Raises LostKeyError."""
        hashed = AddressKey.objects.hashed(address)
        self.bulk_create([NeverAgain(address_hash=hashed)], ignore_conflicts=True)


class NeverAgain(models.Model):
    """An address whose owner wants no mail of the portal, whoever types it there."""

    address_hash = models.BinaryField("Prüfwert der Adresse", max_length=32, primary_key=True)
    day = models.DateField("Tag", default=localdate)

    objects = NeverAgainManager()

    class Meta:
        verbose_name = "Nie wieder schreiben"
        verbose_name_plural = "Nie wieder schreiben"

    def __str__(self) -> str:
        return f"Nie wieder schreiben, seit {self.day:%d.%m.%Y}"
