"""Exports: the same rows and cells in CSV, XLSX and JSON Lines, read by other programs."""

import csv
import io
import json
from datetime import date, datetime
from importlib import import_module

import openpyxl
import pytest
from django.db import connection

from forums.models import Forum
from ruhrdialog.lib.events import Event
from ruhrdialog.lib.tables import harmless
from survey.submissions.models import Submission
from survey.transfer.exporting import COLUMNS, WIDTHS
from survey.transfer.models import ExportRecord

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"
AWKWARD = [
    '=HYPERLINK("https://example.org";"Klick")',
    "+49 30 1",
    "-5 Grad",
    "@SUM(A1)",
    "\tTab",
    "＝1+1",
    "\n=1+1",
    'Ein "Zitat"; mit Strichpunkt,\nund zweiter Zeile',
    "Ä ö ü ß – „Umlaute“ 🚌 العربية",
    "0123",
    "1e5",
    "<b>&amp;</b>",
    "x" * 4000,
]


@pytest.fixture
def awkward(submit):
    """Store every awkward text, as reason and as proposal, on different days."""
    for number, text in enumerate(AWKWARD, start=1):
        row = submit(reason=text, proposal=f"{text}!"[:4000], publication_consent=number % 2 == 0)
        Submission.objects.filter(pk=row.pk).update(day=date(2026, 3, number))
        row.add_tag("Abend")
    submit(other_topic="=1+1")
    submit()
    return Submission.objects.all()


def export(client, kind, query="arbeit=alle"):
    response = client.post(f"{LIST}export/{kind}/?{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def read_csv(data):
    assert data.startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    head, *rows = sheet.iter_rows()
    assert {cell.data_type for cell in head} == {"s"}
    for _, day, *others in rows:
        assert (day.data_type, day.number_format) == ("d", "dd.mm.yyyy")
        assert {cell.data_type for cell in others} <= {"s", "n"}  # n: empty
    values = [[cell.value or "" for cell in row] for row in (head, *rows)]
    return [[v.date() if isinstance(v, datetime) else v for v in row] for row in values]


def read_json_lines(data):
    rows = [json.loads(line) for line in data.decode().splitlines()]
    return [list(COLUMNS), *(list(row.values()) for row in rows)]


def for_people(line):
    """Return a line as the other formats write it, but for its day."""
    words = {True: "ja", False: "nein"}
    return [", ".join(v) if isinstance(v, list) else words.get(v, v) for v in line]


def test_all_formats_hold_the_same_cells(lea, awkward):
    head, *lines = read_json_lines(export(lea, "jsonl"))
    assert len(lines) == len(AWKWARD) + 2
    days = [date.fromisoformat(line[1]) for line in lines]
    lines = [for_people(line) for line in lines]
    assert read_xlsx(export(lea, "xlsx")) == [
        head,
        *([first, day, *rest] for (first, _, *rest), day in zip(lines, days, strict=True)),
    ]
    assert read_csv(export(lea, "csv")) == [
        head,
        *(
            [first, f"{day:%d.%m.%Y}", *map(harmless, rest)]
            for (first, _, *rest), day in zip(lines, days, strict=True)
        ),
    ]


def test_json_lines_have_days_lists_and_booleans(lea, submit):
    further = list(
        Forum.objects.filter(slug__in=["arbeit", "ehrenamt"]).values_list("pk", flat=True)
    )
    row = submit(reason="Zu voll", further_interests=further, publication_consent=True)
    row.add_tag("Bus")
    line = json.loads(export(lea, "jsonl"))
    assert line["Tag"] == row.day.isoformat()
    assert line["Schlagworte"] == ["Bus"]
    assert line["Weitere Themen"] == [forum.title for forum in row.further_forums()]
    assert line["Darf veröffentlicht werden"] is True


def test_every_column_of_the_workbook_has_its_width():
    assert len(WIDTHS) == len(COLUMNS)


def test_the_head_of_a_workbook_stays_in_sight(lea, awkward):
    sheet = openpyxl.load_workbook(io.BytesIO(export(lea, "xlsx"))).active
    assert sheet.freeze_panes == "A2"


def test_texts_come_out_as_they_were_written(lea, awkward):
    rows = read_json_lines(export(lea, "jsonl"))[1:]
    assert {row[6] for row in rows} == {*AWKWARD, ""}


@pytest.mark.parametrize("text", AWKWARD[:7])
def test_no_cell_of_the_csv_is_a_formula(lea, awkward, text):
    cells = [cell for row in read_csv(export(lea, "csv")) for cell in row]
    assert f"'{text}" in cells
    assert text not in cells


def test_the_filter_of_the_list_is_that_of_the_export_and_the_counts_agree(lea, awkward):
    for query in ("arbeit=alle", "arbeit=ungelesen", "arbeit=ohne-forum", "q=Umlaute", "q=nichts"):
        shown = lea.get(f"{LIST}?{query}").context["cl"].result_count
        assert len(read_csv(export(lea, "csv", query))) == shown + 1
        assert ExportRecord.objects.first().number == shown


def test_who_took_what_along_is_written_down(vera, awkward):
    export(vera, "xlsx", "arbeit=ungelesen")
    record = ExportRecord.objects.get()
    assert (record.by, record.format, record.filter) == (vera.user, "xlsx", "arbeit=ungelesen")


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("q=M%C3%BCller", "q=..."),
        ("q=", "q=..."),
        (
            "arbeit=alle&q=Frau+M%C3%BCller&q=Meier&state__exact=read",
            "arbeit=alle&q=...&state__exact=read",
        ),
    ],
)
def test_what_was_searched_for_is_written_down_nowhere(lea, awkward, query, kept):
    export(lea, "csv", query)
    assert ExportRecord.objects.get().filter == kept
    assert not Event.objects.filter(detail__contains="ller").exists()


def test_a_migration_forgets_the_words_of_former_exports(lea):
    said = ["q=M%C3%BCller", "arbeit=alle&q=a+b&monat=2026-01", "arbeit=alle", "faq=1"]
    for number, each in enumerate(said):
        ExportRecord.objects.create(by=lea.user, format="csv", filter=each, number=number)
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(import_module("survey.migrations.0023_exports_without_words").FORGET)
    kept = ExportRecord.objects.order_by("number").values_list("filter", flat=True)
    assert list(kept) == ["q=...", "arbeit=alle&q=...&monat=2026-01", "arbeit=alle", "faq=1"]


def test_texts_that_seem_to_hold_personal_data_are_marked(lea, submit):
    submit(reason="Rufen Sie mich an: 0203 1234567")
    [_, row] = read_csv(export(lea, "csv"))
    assert row[-1] == "eine Telefonnummer"


def test_no_address_is_in_an_export(lea, post, signed):
    value = signed(reason="Grund", email="name@example.org")
    post("/mitmachen/absenden/", {"signed": value})
    for kind in ("csv", "jsonl"):
        assert b"name@example.org" not in export(lea, kind)


def test_many_rows_come_once_each(lea, submit, monkeypatch):
    monkeypatch.setattr("survey.transfer.exporting.CHUNK", 3)
    for number in range(11):
        submit(reason=f"Grund {number}")
    rows = read_json_lines(export(lea, "jsonl"))[1:]
    assert len({row[0] for row in rows}) == len(rows) == 11


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_nothing_found_is_a_file_with_its_head_only(lea, kind):
    data = export(lea, kind)
    rows = {"csv": read_csv, "xlsx": read_xlsx, "jsonl": read_json_lines}[kind](data)
    assert rows == [list(COLUMNS)]


# It refuses


def test_a_get_exports_nothing(lea):
    assert lea.get(f"{LIST}export/csv/").status_code == 405
    assert not ExportRecord.objects.exists()


def test_an_unknown_format_is_refused(lea):
    assert lea.post(f"{LIST}export/exe/").status_code == 403


def test_who_sees_no_submissions_exports_none(rita, client):
    assert rita.post(f"{LIST}export/csv/").status_code == 403
    assert client.post(f"{LIST}export/csv/")["Location"].startswith("/verwaltung/login/")
