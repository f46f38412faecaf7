"""What people write in place of an e-mail address."""

import pytest

from ruhrdialog.lib.fields import AddressField
from ruhrdialog.lib.wishes import Wish, wish_in

YES = [
    "Ja",
    "ja!",
    "JA, gerne",
    "ja bitte",
    "Ja, ich möchte",
    "gern",
    "ok",
    "Yes please",
    "👍",
    "Ｊａ",
]
NO = [
    *("nein", "Nein danke.", "nein,danke", "keine", "-", "—", "./.", "...", "no", "No thanks"),
    *("möchte ich nicht", "ich möchte keine E-Mails", "Ich habe keine E-Mail-Adresse", "k. A."),
    *("n/a", "bitte nicht", "auf keinen Fall", "lieber nicht", "nicht gerne", "hayır", "нет"),
]
NEITHER = [
    *("", " ", "x", "danke", "mail", "vielleicht", "weiß nicht", "warum nicht", "kein Problem"),
    *("ja nein", "Ja, aber keine Werbung", "ja.de", "nein@example.org", "ja@", "Neinstein"),
    "ja " * 100,
]


@pytest.mark.parametrize("typed", YES)
def test_who_says_yes_wants_mails(typed):
    assert wish_in(typed) is Wish.YES


@pytest.mark.parametrize("typed", NO)
def test_who_says_no_wants_none(typed):
    assert wish_in(typed) is Wish.NO


@pytest.mark.parametrize("typed", NEITHER)
def test_what_is_not_plain_is_no_wish(typed):
    assert wish_in(typed) is None


@pytest.mark.parametrize("typed", [*YES, *NO])
def test_a_wish_is_no_mistake_and_no_address(typed):
    assert AddressField().clean(typed) == ""
