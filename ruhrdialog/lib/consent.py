"""What people agree to when they give an address; asked for with the survey and without it."""

import hashlib
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html

from ruhrdialog.lib.signs import one_line


def operator_name() -> str:
    """Return the operator's name in one line; "" while it isn't set."""
    return one_line(settings.OPERATOR["name"])


def consent() -> str:
    """Return the sentence, as it is stored as proof: what is said of frequency must be kept."""
    parts = [
        "Ja, informieren Sie mich per E-Mail über die Ruhr-Konferenz.",
        f"Absender ist: {operator_name()}." if operator_name() else "",
        how_often(),
        "Wir speichern die Adresse getrennt von Ihren Antworten.",
        "Erst wenn Sie unsere E-Mail bestätigen, schreiben wir Ihnen.",
        "Abmelden geht jederzeit.",
    ]
    return " ".join(filter(None, parts))


def how_often() -> str:
    """Return what the operator promises, if anything."""
    most = settings.NEWS_PER_MONTH
    if not most:
        return ""
    if most == 1:
        return "Sie bekommen höchstens eine Neuigkeit im Monat."
    return f"Sie bekommen höchstens {most} Neuigkeiten im Monat."


def consent_with_link() -> str:
    """Return the same as a page shows it, with the way to what is stored, why and how long.

    At an information stand that opens in place (stand.js).
    """
    return with_link(consent())


@cache
def with_link(sentence: str) -> str:
    link = '{} <a href="{}" data-read-here>Datenschutz</a>'
    return format_html(link, sentence, reverse("privacy"))


CONSENT = lazy(consent_with_link, str)()  # for fields


def wording_version() -> str:
    """Return what the sentence is stored under as proof: a new sentence has a new one."""
    return hashlib.sha256(consent().encode()).hexdigest()[:16]
