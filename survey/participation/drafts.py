"""Drafts: what somebody goes on writing later, readable with its link and in no other way.

The link holds a secret of 128 bits. HKDF (RFC 5869) makes two values of it under two labels, of
which none tells the other: the name of the row, and the key by which its content is encrypted with
AES-GCM (NIST SP 800-38D), so that nobody can read it without the link, nor change it. No e-mail
address goes into it. It keeps the receipt code of its check page: sent twice it is one submission.
"""

import json
import secrets
from datetime import date, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import models
from django.utils import timezone

from survey.participation.signed_answers import SignedAnswers

KEPT = timedelta(days=14)  # after it was saved last
NONCE = 12  # bytes, new for each encryption
NEVER_KEPT = ("email",)


def derived(link: str, label: bytes) -> bytes:
    """Return 32 bytes made of the secret of a link under a label."""
    return HKDF(SHA256(), length=32, salt=None, info=b"ruhrdialog draft " + label).derive(
        link.encode()
    )


def name_of(link: str) -> bytes:
    return derived(link, b"name")


class DraftManager(models.Manager["Draft"]):
    def keep(self, link: str, answers: SignedAnswers) -> "Draft":
        """Save what was typed, without an address; a draft of the same link is replaced."""
        typed = {name: value for name, value in answers.data.items() if name not in NEVER_KEPT}
        nonce = secrets.token_bytes(NONCE)
        content = json.dumps([typed, answers.code]).encode()
        encrypted = AESGCM(derived(link, b"key")).encrypt(nonce, content, None)
        row, _ = self.update_or_create(
            name=name_of(link),
            defaults={"content": nonce + encrypted, "ends_on": timezone.localdate() + KEPT},
        )
        return row

    def of_link(self, link: str) -> "Draft | None":
        """Return the draft that a link opens, unless its time is over."""
        return self.filter(name=name_of(link), ends_on__gte=timezone.localdate()).first()

    def throw_away(self, link: str) -> bool:
        """Delete the draft of a link; tell whether there was one."""
        return bool(self.filter(name=name_of(link)).delete()[0])


class Draft(models.Model):
    """An encrypted draft; neither the name nor the content can be read without its link."""

    name = models.BinaryField("Prüfwert des Links", primary_key=True, max_length=32)
    content = models.BinaryField("verschlüsselter Text")
    ends_on: models.DateField[date, date] = models.DateField("letzter Tag")

    objects = DraftManager()

    class Meta:
        verbose_name = "Entwurf"
        verbose_name_plural = "Entwürfe"

    def __str__(self) -> str:
        return f"Entwurf bis {self.ends_on:%d.%m.%Y}"

    def read(self, link: str) -> SignedAnswers:
        """Return what `keep` was given. Raises ValueError if the row was changed by anybody."""
        content = bytes(self.content)
        key = AESGCM(derived(link, b"key"))
        try:
            typed, code = json.loads(key.decrypt(content[:NONCE], content[NONCE:], None))
        except InvalidTag as error:
            raise ValueError("The draft was changed in the database.") from error
        return SignedAnswers(typed, code, link)
