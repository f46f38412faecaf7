"""`manage.py import_submissions`: a file of collected submissions, all or none, never twice."""

import contextlib
import io
import re
import struct
import zipfile
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from forums.models import Forum
from survey.submissions import models as submissions
from survey.submissions.models import Submission
from survey.transfer import importing, table
from survey.transfer.importing import plan
from survey.transfer.reading import read_table
from survey.transfer.table import UnreadableError

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-03-05T12:00")  # as a spreadsheet has it, without zone
HEADER = ["Thema", "Begründung", "Verbesserungsvorschlag", "Weitere Themen", "Tag", "Quelle"]
ROWS = [
    ["Verkehr", "Zu voll", "Mehr Busse", "Arbeit, Ehrenamt", "05.03.2026", "Papier"],
    ["arbeit", "Zu wenig", "", "", "2026-03-06", "phone"],
    ["Spielplätze", "Schatten fehlt", "Bäume;\nviele", "", "", ""],
]


def csv(*rows, delimiter=";", encoding="utf-8-sig"):
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in (HEADER, *rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def run(tmp_path, capsys):
    """Write a file and run the command on it; return what it prints."""

    def run(data, *options):
        file = tmp_path / "file"
        file.write_bytes(data)
        call_command("import_submissions", str(file), *options)
        return capsys.readouterr().out

    return run


def stored():
    return [
        (
            row.topic,
            row.reason,
            row.proposal,
            [forum.title for forum in row.further_forums()],
            row.day,
            row.source,
        )
        for row in Submission.objects.order_by("reason")
    ]


def without_references(data):
    """Return an export as for another portal: with the column of references renamed."""
    if not data.startswith(b"PK"):
        return data.replace(b'"Beitragsnummer"', b'"Nummer dort"', 1)
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active["A1"] = "Nummer dort"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


EXPECTED = [
    ("Spielplätze", "Schatten fehlt", "Bäume;\nviele", [], None, "paper"),
    ("Verkehr", "Zu voll", "Mehr Busse", ["Ehrenamt", "Arbeit"], date(2026, 3, 5), "paper"),
    ("Arbeit", "Zu wenig", "", [], date(2026, 3, 6), "phone"),
]


@pytest.mark.parametrize(
    "data",
    [
        csv(*ROWS),
        csv(*ROWS, encoding="utf-8"),
        csv(*ROWS, encoding="cp1252"),
        csv(*ROWS, delimiter="\t"),
        csv(*ROWS, delimiter="\t", encoding="utf-16"),
        csv(*ROWS, delimiter=","),
        xlsx(*ROWS),
    ],
    ids=["excel", "utf-8", "windows", "tab", "unicode-text", "comma", "xlsx"],
)
def test_every_kind_of_file_gives_the_same_rows(run, data):
    assert "Eingelesen: 3" in run(data, "--yes")
    today = timezone.localdate()
    assert stored() == [(*row[:4], row[4] or today, row[5]) for row in EXPECTED]
    for row in Submission.objects.all():
        row.full_clean()
        assert row.assigned_forum == row.forum


def test_a_day_of_a_spreadsheet_is_a_day(run):
    run(xlsx(["Verkehr", "Zu voll", "", "", NOON, ""]), "--yes")
    assert Submission.objects.get().day == date(2026, 3, 5)


def test_first_it_shows_what_will_happen(run):
    said = run(csv(*ROWS, ROWS[0]))
    assert said.splitlines() == [
        "Zeilen: 4",
        "Neue Beiträge: 4",
        "Schon da: 0",
        "Mehrfach in der Datei: 1",
        "Kein Themenforum, wird eigenes Thema: Spielplätze (1)",
        "Nichts wurde eingelesen. Mit --yes geschieht es.",
    ]
    assert not Submission.objects.exists()


def test_a_second_time_brings_only_what_is_new(run):
    run(csv(*ROWS, ROWS[0]), "--yes")
    said = run(csv(ROWS[0], ["Verkehr", "Neu", "", "", "", ""], *ROWS, ROWS[0]), "--yes")
    assert "Schon da: 4" in said
    assert Submission.objects.filter(reason="Zu voll").count() == 3
    assert "Eingelesen: 2" in said


def test_what_was_withdrawn_does_not_come_back(run):
    run(csv(*ROWS), "--yes")
    Submission.objects.get(reason="Zu voll").withdraw()
    assert "Eingelesen: 0" in run(csv(*ROWS), "--yes")


def test_rows_without_topic_and_source_get_those_of_the_file(run):
    options = ("--topic", "verkehr", "--source", "event", "--yes")
    run(csv(["", "Zu voll", "", "", "", ""]), *options)
    row = Submission.objects.get()
    assert (row.forum.slug, row.source) == ("verkehr", "event")


def test_unknown_columns_are_named_and_empty_rows_left_out(run):
    data = "Nummer;Begründung;Thema\r\n1;Zu voll;Verkehr\r\n;;\r\n2; ;\r\n".encode()
    said = run(data)
    assert "Zeilen: 1\n" in said
    assert "Nicht gelesene Spalten: Nummer" in said


def test_a_reference_that_is_taken_is_drawn_anew(run, monkeypatch):
    run(csv(ROWS[0]), "--yes")
    Submission.objects.update(reference="BBBBBBBB")
    drawn = iter(["BBBBBBBB", "CCCCCCCC", "CCCCCCCC", "DDDDDDDD"])
    defaults = Submission._meta.get_field("reference")
    monkeypatch.setattr(defaults, "_get_default", lambda: "")
    monkeypatch.setattr(submissions, "new_reference", lambda: next(drawn))
    run(csv(*ROWS), "--yes")
    references = Submission.objects.values_list("reference", flat=True)
    assert set(references) == {"BBBBBBBB", "CCCCCCCC", "DDDDDDDD"}


def test_rows_of_an_own_export_are_already_there(run, lea, submit):
    submit(reason="Zu voll")
    submit(reason="=1+1")
    for kind in ("csv", "xlsx"):
        response = lea.post(f"/verwaltung/survey/submission/export/{kind}/?arbeit=alle")
        said = run(b"".join(response.streaming_content), "--yes")
        assert "Schon da: 2" in said
        assert "Eingelesen: 0" in said


def test_all_rows_are_read_whatever_the_sheet_says_of_its_size(run):
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(*ROWS))) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            part = re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1"', old.read(name))
            new.writestr(name, part)
    assert b'ref="A1"' in zipfile.ZipFile(data).read("xl/worksheets/sheet1.xml")
    assert "Eingelesen: 3" in run(data.getvalue(), "--yes")


def test_line_breaks_and_apostrophes_of_a_spreadsheet_stay_what_they_are(run):
    run(xlsx(["Verkehr", "eins_x000D_\nzwei", "'=s war voll", "", "", ""]), "--yes")
    row = Submission.objects.get()
    assert (row.reason, row.proposal) == ("eins\nzwei", "'=s war voll")


def test_other_sheets_and_columns_without_name_are_named(run):
    book = openpyxl.load_workbook(io.BytesIO(xlsx(*ROWS)))
    book.active.insert_cols(1)
    book.active.title = "Briefe"
    book.create_sheet("Anrufe")
    file = io.BytesIO()
    book.save(file)
    said = run(file.getvalue())
    assert "Nur das Blatt „Briefe“ wird gelesen, nicht: Anrufe." in said
    assert "Nicht gelesene Spalten: Spalte 1 ohne Namen" in said


def test_a_file_of_older_windows_programs_is_named_as_such(run):
    assert "als Windows-Text gelesen" in run(csv(*ROWS, encoding="cp1252"))
    assert "Windows" not in run(csv(*ROWS))


def test_empty_rows_after_the_last_do_not_count(monkeypatch):
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    assert len(read_table(csv(*ROWS) + b"\r\n;;;;;" * 10).rows) == 4


def test_an_export_comes_back_as_it_was(run, lea, submit):
    texts = ["=1+1", "\n=1+1", "'schon", "+49", 'Ä\n"ö";ü', "🚲"]
    for text in texts:
        submit(reason=text, proposal=text, further_interests=[Forum.objects.get(slug="arbeit").pk])
    submit(other_topic="=Spielplätze")
    before = stored()
    for kind in ("csv", "xlsx"):
        response = lea.post(f"/verwaltung/survey/submission/export/{kind}/?arbeit=alle")
        exported = b"".join(response.streaming_content)
        Submission.objects.all().delete()
        exported = without_references(exported)
        run(exported, "--yes", "--source", "portal")
        assert stored() == before


# Refusals


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["", "a", "", "", "", ""], "Thema: Es fehlt, und es ist keines für alle gewählt."),
        (["ä" * 201, "a", "", "", "", ""], "Thema: Ihr Text hat 201 Zeichen"),
        (["Verkehr", "ä" * 4001, "", "", "", ""], "Begründung: Ihr Text hat 4.001 Zeichen"),
        (["Verkehr", "a\0b", "", "", "", ""], "Begründung: Ihr Text enthält ein Zeichen"),
        (["Verkehr", "a", "", "Mond, Arbeit", "", ""], "Weitere Themen: Kein Themenforum: Mond."),
        (["Verkehr", "a", "", "", "31.02.2026", ""], "Tag: „31.02.2026“ ist kein Tag"),
        (["Verkehr", "a", "", "", "05/06/2026", ""], "Tag: „05/06/2026“ kann der"),
        (["Verkehr", "a", "", "", "01.01.1999", ""], "liegt nicht zwischen 2000 und heute"),
        (["Verkehr", "a", "", "", "", "Brieftaube"], "Quelle: „Brieftaube“ kennen wir nicht."),
    ],
)
def test_one_wrong_row_stops_all_and_is_named(run, capsys, row, message):
    with pytest.raises(CommandError, match="Nichts wurde eingelesen"):
        run(csv(*ROWS, row), "--yes")
    assert f"Zeile 5: {message}" in capsys.readouterr().out.replace("Tag: „01.01.1999“ ", "")
    assert not Submission.objects.exists()


@pytest.mark.parametrize("damaged", ["BrÃ¼cke", "Br\xfccke"])
def test_damaged_texts_are_told_with_line_and_column(run, capsys, damaged):
    """The second one is no UTF-8: it came by another program into a file that is."""
    data = csv(*ROWS, ["Verkehr", "ÄÖÜ", damaged, "", "", ""], encoding="utf-8")
    with pytest.raises(CommandError, match="Nichts wurde eingelesen"):
        run(data.replace("Br\xfccke".encode(), b"Br\xfccke"), "--yes")
    assert "Zeile 5, Spalte 3 (Verbesserungsvorschlag): " in capsys.readouterr().out


def test_tomorrow_is_refused(run, capsys):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(CommandError):
        run(csv(["Verkehr", "a", "", "", f"{tomorrow}", ""]))
    assert "liegt nicht zwischen 2000 und heute" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "keine bekannte Spalte"),
        (b"a;b\r\n1;2\r\n", "keine bekannte Spalte"),
        (csv(), "steht kein Beitrag"),
        (b"Thema;topic\r\nVerkehr;Verkehr\r\n", "gibt es zweimal"),
        (b'Thema;reason\r\n"Verkehr;a\r\n', "Zeile 2, Spalte 1: Die Anführungszeichen"),
        (b"PK\x03\x04 broken", "keine XLSX-Datei"),
        (xlsx(*ROWS)[:-100], "keine XLSX-Datei"),
        (b"Thema" + b";x" * 110 + b"\r\n", "mehr als 100 Spalten"),
        (b"\xd0\xcf\x11\xe0 old", "alte Excel-Datei"),
        (b"Thema;Begr\x81ndung\n", "Zeile 1, Spalte 2: In „Begr.ndung“ steht ein Zeichen, das wir"),
        ("Thema;BegrÃ¼ndung\n".encode(), "Zeile 1, Spalte 2: „BegrÃ¼ndung“ sieht beschädigt aus"),
        (b"\xff\xfeT", "Zeile 1, Spalte 1: In „.“ steht ein Zeichen, das wir nicht lesen"),
        ("Thema;Vorschläge\r\n".encode(), "„Vorschläge“ heißt fast wie „Vorschlag“. Nennen Sie"),
    ],
)
def test_a_file_that_is_none_is_refused(run, data, message):
    with pytest.raises(CommandError, match=message):
        run(data, "--yes")


def test_a_message_shows_the_beginning_of_a_long_cell(run, capsys):
    with pytest.raises(CommandError):
        run(csv(["Verkehr", "a", "", "x" * 5000, "y" * 5000, "z" * 5000]))
    shown = capsys.readouterr().out
    for sign in "xyz":
        assert f"{sign * 60}…" in shown
        assert sign * 61 not in shown


@pytest.mark.parametrize("rest", ["", "x", ";;;Mehr Busse"])
def test_what_stands_beside_the_columns_stops_all(run, capsys, rest):
    data = f"Thema,Begründung\nVerkehr,Mehr Busse, am Abend{rest}\n".encode()
    with pytest.raises(CommandError, match="Nichts wurde eingelesen"):
        run(data, "--yes")
    assert "Zeile 2: Rechts von der letzten Spalte steht noch etwas." in capsys.readouterr().out


@pytest.mark.parametrize("reference", ["a\0b", "Mond", "=1+1", "B" * 5000])
def test_what_is_no_reference_is_none_that_is_here(run, capsys, reference):
    data = f"Beitragsnummer;Thema\n{reference};Verkehr\n".encode()
    with pytest.raises(CommandError, match="Nichts wurde eingelesen"):
        run(data, "--yes")
    assert "Zeile 2: Diese Beitragsnummer gibt es hier nicht" in capsys.readouterr().out


def test_a_reference_that_is_not_here_is_no_way_back_for_what_was_withdrawn(
    run, capsys, lea, submit
):
    submit(reason="Zu voll")
    response = lea.post("/verwaltung/survey/submission/export/csv/?arbeit=alle")
    exported = b"".join(response.streaming_content)
    Submission.objects.get().withdraw()
    with pytest.raises(CommandError):
        run(exported, "--yes")
    assert "Zeile 2: Diese Beitragsnummer gibt es hier nicht" in capsys.readouterr().out
    assert not Submission.objects.exists()


def test_a_lie_about_the_unpacked_size_is_found_out():
    data = bytearray(xlsx(*ROWS))
    for entry in re.finditer(rb"PK\x01\x02", bytes(data)):  # each part holds one byte, it says
        data[entry.start() + 24 : entry.start() + 28] = struct.pack("<I", 1)
    with pytest.raises(UnreadableError):
        read_table(bytes(data))


@contextlib.contextmanager
def another_import():
    """Hold, on a connection of its own, what an import holds while it stores its rows."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [importing.IMPORT_LOCK])
            yield
            # Closing doesn't wait until the server has noticed.
            cursor.execute("SELECT pg_advisory_unlock(%s)", [importing.IMPORT_LOCK])
    finally:
        other.close()


def test_while_a_file_is_imported_no_second_one_is():
    first, second = (plan(read_table(csv(*ROWS)).rows, None, "paper") for _ in range(2))
    with another_import(), pytest.raises(UnreadableError, match="Es wird gerade eine Datei einge"):
        first.carry_out()
    assert not Submission.objects.exists()
    assert first.carry_out() == 3
    assert second.carry_out() == 0
    assert Submission.objects.count() == 3


def test_a_missing_file_and_an_unknown_topic_are_named(run, tmp_path):
    with pytest.raises(CommandError, match="kann nicht gelesen werden"):
        call_command("import_submissions", str(tmp_path / "nothing"))
    with pytest.raises(CommandError, match="Kein Themenforum heißt mond"):
        run(csv(*ROWS), "--topic", "mond")
