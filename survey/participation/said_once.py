"""What a receipt says once: right after something was saved.

The address to which the saving leads carries that, signed and with its time. So nothing is stored,
and who opens the receipt later, or keeps this address, is told of nothing that has just been done.
"""

from datetime import timedelta
from enum import StrEnum

from django.core import signing
from django.http import HttpResponse

from ruhrdialog.lib.posts import see_other

A_WHILE = timedelta(minutes=5)


class Saved(StrEnum):
    CHANGE = "Ihre Änderung ist gespeichert."
    REPLY = "Ihre Antwort ist gespeichert. Das Themenforum kann sie jetzt lesen."
    CONSENT = "Ihre Zustimmung ist gespeichert. Sie können sie jederzeit zurücknehmen."
    ADDRESS = "Bitte bestätigen Sie noch Ihre E-Mail-Adresse."
    NO_CONSENT = "Ihre Zustimmung ist zurückgenommen. Ihr Text wird nicht veröffentlicht."


def see_receipt(code: str, saved: Saved | None) -> HttpResponse:
    """Lead to a receipt which says what was saved, if there is something to say."""
    query = {"gespeichert": signing.dumps(saved.name, salt=code)} if saved else {}
    return see_other("survey:receipt", code, **query)


def said_once(code: str, signed: str) -> Saved | None:
    """Return what an address says was saved; nothing if it is old or from elsewhere."""
    try:
        return Saved[signing.loads(signed, salt=code, max_age=A_WHILE)]
    except signing.BadSignature:
        return None
