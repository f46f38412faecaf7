"""By what an imported row is known: what it says, however the file was saved."""

import hashlib
import hmac
import io
import json
from datetime import datetime
from unicodedata import normalize

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis.strategies import characters, text

from forums.models import Forum
from survey.submissions.models import Submission, Withdrawal
from survey.transfer.identity import Identities, meaning
from survey.transfer.importing import plan
from survey.transfer.models import ImportKey
from survey.transfer.reading import read_table
from survey.transfer.table import UnreadableError

HEADER = ["Thema", "Begründung", "Verbesserungsvorschlag", "Weitere Themen", "Tag", "Quelle"]
ENGLISH = ["topic", "reason", "proposal", "further_interests", "day", "source"]
ROW = ["Verkehr", "Zu voll:\n„Müll“", "Mehr – Busse", "Arbeit, Ehrenamt", "20.11.2025", "Papier"]
ORIGINAL = dict(zip(HEADER, ROW, strict=True))
# The same row in another guise: what stands elsewhere in it.
GUISES = {
    "another form of the day": {"Tag": "2025-11-20"},
    "a day with its time": {"Tag": "2025-11-20T14:03:22Z"},
    "a day of Excel": {"Tag": "45981"},
    "a line end of Windows": {"Begründung": "Zu voll:\r\n„Müll“"},
    "a line end of old Macs": {"Begründung": "Zu voll:\r„Müll“"},
    "a soft line end": {"Begründung": "Zu voll:\x0b„Müll“"},
    "a line separator": {"Begründung": "Zu voll:\u2028„Müll“"},
    "letters of macOS": {name: normalize("NFD", text) for name, text in ORIGINAL.items()},
    "blanks around": {name: f" {text} " for name, text in ORIGINAL.items()},
    "a small topic": {"Thema": "verkehr "},
    "the topic's short name": {"Thema": "verkehr"},
    "a blank that doesn't break": {"Begründung": "Zu\u00a0voll:\n„Müll“"},
    "other quotes": {"Begründung": 'Zu voll:\n"Müll"'},
    "another dash": {"Verbesserungsvorschlag": "Mehr - Busse"},
    "signs that nobody sees": {"Begründung": "\ufeffZu voll:\n„Mü\u00adll“\u200b"},
    "further topics in another order": {"Weitere Themen": "ehrenamt;Arbeit"},
    "a further topic twice": {"Weitere Themen": "Arbeit, Arbeit, Ehrenamt, Verkehr"},
    "the key of the source": {"Quelle": "paper"},
    "a source in capitals": {"Quelle": "PAPIER "},
    "full width": {"Begründung": "Zu ｖｏｌｌ:\n„Müll“"},
}
# Another row, by one cell.
OTHERS = [
    {"Thema": "Arbeit"},
    {"Thema": ""},
    {"Thema": "Verkehr und mehr"},
    {"Begründung": "Zu toll:\n„Müll“"},
    {"Begründung": ""},
    {"Verbesserungsvorschlag": "mehr – Busse"},
    {"Verbesserungsvorschlag": "Mehr – Busse!"},
    {"Weitere Themen": "Arbeit"},
    {"Weitere Themen": ""},
    {"Tag": "21.11.2025"},
    {"Tag": ""},
    {"Quelle": "Telefon"},
    {"Quelle": ""},
    {"Begründung": "Mehr – Busse", "Verbesserungsvorschlag": "Zu voll:\n„Müll“"},
]
anything = text(characters(exclude_categories=["Cs"], exclude_characters="\0"))


def as_csv(*rows, header=HEADER, delimiter=";", encoding="utf-8-sig"):
    quoted = [[cell.replace('"', '""') for cell in row] for row in (header, *rows)]
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in quoted]
    return "\r\n".join(lines).encode(encoding)


def as_xlsx(*rows, header=HEADER):
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def planned(data, topic=None, source="paper"):
    return plan(read_table(data).rows, topic, source)


def new(data, **options):
    return len(planned(data, **options).submissions)


@pytest.fixture
def imported(db):
    assert planned(as_csv(ROW)).carry_out() == 1


def changed(guise):
    return list((ORIGINAL | guise).values())


FILES = {
    "xlsx": as_xlsx(ROW),
    "xlsx with a date": as_xlsx([*ROW[:4], datetime.fromisoformat("2025-11-20"), ROW[5]]),
    "commas": as_csv(ROW, delimiter=","),
    "tabs, as Excel's Unicode text": as_csv(ROW, delimiter="\t", encoding="utf-16"),
    "Windows text": as_csv(ROW, encoding="cp1252"),
    "other columns": as_csv([*ROW, "7"], header=[*HEADER, "Nummer"]),
    "another order": as_csv(ROW[::-1], header=HEADER[::-1]),
    "English names": as_csv(ROW, header=ENGLISH),
    "header with signs": as_csv(ROW, header=[f"{name}: *" for name in HEADER]),
    "empty rows": as_csv([""] * 6, ROW, [""] * 6),
    "sep=": b"sep=;\r\n" + as_csv(ROW, encoding="utf-8"),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_the_same_row_in_another_file_is_not_new(imported, data):
    assert new(data) == 0


@pytest.mark.parametrize("guise", GUISES.values(), ids=GUISES)
@pytest.mark.parametrize("saved", [as_csv, as_xlsx])
def test_the_same_row_in_another_guise_is_not_new(imported, saved, guise):
    if saved is as_xlsx:  # which has a form of its own for these signs
        guise = {name: text.replace("\x0b", "_x000B_") for name, text in guise.items()}
    assert new(saved(changed(guise))) == 0


@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_another_row_is_new(imported, other):
    assert new(as_csv(changed(other)), topic=Forum.objects.get(slug="sicherheit")) == 1


@pytest.mark.parametrize("formula", ["=1+1", "-5", "@alle", "+49", "=Spielplätze"])
def test_the_apostrophe_before_a_formula_may_have_been_saved_with_it(db, formula):
    planned(as_csv(["Verkehr", f"'{formula}", "", "", "", ""])).carry_out()
    assert new(as_xlsx(["Verkehr", f"'{formula}", "", "", "", ""])) == 0


def test_what_a_row_leaves_open_is_the_same_whatever_is_chosen_for_all(db):
    forums = {forum.slug: forum for forum in Forum.objects.all()}
    row = ["Zu voll", "Arbeit, Verkehr"]
    data = as_csv(row, header=["Begründung", "Weitere Themen"])
    planned(data, topic=forums["verkehr"]).carry_out()
    assert Submission.objects.get().further_interests == [forums["arbeit"].pk]
    assert new(data, topic=forums["arbeit"], source="phone") == 0
    assert new(as_csv(["", *row], header=["Tag", "Begründung", "Weitere Themen"])) == 0


def test_equal_rows_are_counted_in_whatever_guise_they_are(imported):
    made = planned(as_csv(ROW, changed({"Tag": "2025-11-20"}), changed({"Thema": "verkehr "})))
    assert (made.rows, made.known, made.repeated, len(made.submissions)) == (3, 1, 2, 2)


@given(anything)
def test_a_text_is_itself_in_any_unicode_form(written):
    said = [
        meaning({"reason": "x"}, {**ANSWERS, "reason": normalize(form, written)})
        for form in ("NFC", "NFD")
    ]
    assert len(set(said)) == 1


ANSWERS = {
    "forum": None,
    "other_topic": "",
    "proposal": "",
    "further_interests": [],
    "day": "",
    "source": "",
}


# Traces


@pytest.mark.parametrize("guise", [{}, *GUISES.values()][:6])
def test_what_was_withdrawn_or_erased_does_not_come_back_in_another_guise(imported, guise):
    Submission.objects.get().withdraw()
    assert new(as_csv(changed(guise))) == 0


def test_no_text_can_be_tried_on_a_trace(imported):
    """Neither by the hash of a text, as it was until version 0.1.0, nor by what the table holds."""
    Submission.objects.get().withdraw()
    trace = bytes(Withdrawal.objects.get().receipt_hash)
    answers = ANSWERS | {"other_topic": "Verkehr", "reason": ROW[1]}
    key = ImportKey.objects.get().encrypted.encode()
    for said in (ROW, meaning(ORIGINAL, answers)):
        for content in (json.dumps([*said, 0]), f"import {json.dumps([*said, 0])}"):
            assert trace != hashlib.sha256(content.encode()).digest()
            assert trace != hmac.digest(key, content.encode(), "sha256")


def test_another_key_makes_other_traces(imported):
    ImportKey.objects.all().delete()
    assert new(as_csv(ROW)) == 1


def test_no_receipt_code_opens_what_was_imported(imported):
    code = json.dumps([*ROW, 0])
    assert Submission.objects.for_receipt(code) is None
    assert Submission.objects.for_receipt(f"import {code}") is None


def by_former_code(*rows):
    """Import rows as version 0.1.0 did, which knew them by their cells."""
    for number, row in enumerate(rows):
        content = f"import {json.dumps([*row, rows[:number].count(row)])}"
        forum = Forum.objects.get(slug="verkehr")
        Submission.made_of(
            receipt_hash=hashlib.sha256(content.encode()).digest(), forum=forum, reason=row[1]
        ).save()


def test_what_former_code_imported_is_known_in_the_same_file(db):
    by_former_code(ROW, ROW)
    assert (planned(as_csv(ROW, ROW)).known, new(as_csv(ROW, ROW, ROW))) == (2, 1)
    Submission.objects.all()[0].withdraw()
    assert new(as_csv(ROW, ROW)) == 0


# A new SECRET_KEY

KEYS = ["a-key-of-before", "b-the-next-key"]


def test_rows_are_known_after_the_documented_change_of_the_secret_key(db, settings, capsys):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEYS[0], []
    planned(as_csv(ROW)).carry_out()
    Submission.objects.get().withdraw()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEYS[1], [KEYS[0]]
    assert new(as_csv(ROW)) == 0
    call_command("reencrypt_factors", "--check")
    assert "Noch mit einem früheren: 1" in capsys.readouterr().out
    call_command("reencrypt_factors")
    settings.SECRET_KEY_FALLBACKS = []
    assert new(as_csv(ROW)) == 0
    call_command("reencrypt_factors", "--check")
    assert "Noch mit einem früheren: 0" in capsys.readouterr().out


def test_without_the_former_key_nothing_is_imported_twice_unnoticed(imported, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEYS[1], []
    with pytest.raises(UnreadableError, match="Woran schon eingelesene Zeilen zu erkennen sind"):
        planned(as_csv(ROW))
    with pytest.raises(CommandError, match=r"lesbar: 1 \(Schlüssel der eingelesenen Zeilen\)"):
        call_command("reencrypt_factors")


def test_the_key_is_drawn_once(db):
    assert Identities().key == Identities().key
    assert len(Identities().key) == 32
    assert str(ImportKey.objects.get()) == "Schlüssel der eingelesenen Zeilen"
