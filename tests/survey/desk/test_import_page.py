"""The page that reads in a file: choose it, see what will happen, then import it."""

import io
import re
from datetime import datetime

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from ruhrdialog.lib.events import Event
from survey.desk import import_page
from survey.submissions.models import Submission, Withdrawal
from survey.submissions.steps import MARK_READ
from survey.transfer.models import ImportRecord, KnownHeader
from survey.transfer.table import MOST_COLUMNS, MOST_ROWS, with_points
from tests.survey.transfer.test_import_submissions import ROWS, another_import, csv, xlsx

pytestmark = pytest.mark.django_db
PAGE = "/verwaltung/survey/submission/einlesen/"


def choose(client, data, **fields):
    file = SimpleUploadedFile("briefe.csv", data)
    return client.post(PAGE, {"file": file, "source": "paper", **fields})


def carried(response):
    return re.search(r'name="table" value="([^"]+)"', response.content.decode())[1]


@pytest.mark.parametrize("data", [csv(*ROWS, ROWS[0]), xlsx(*ROWS, ROWS[0])], ids=["csv", "xlsx"])
def test_what_will_happen_is_shown_and_then_done(lea, data):
    response = choose(lea, data)
    page = response.content.decode()
    assert "<dt>Zeilen</dt><dd>4</dd>" in page
    assert "<dt>Mehrfach in der Datei</dt><dd>1</dd>" in page
    assert '<th scope="row">Spielplätze</th><td>1</td>' in page
    assert "4 Beiträge einlesen" in page
    assert not Submission.objects.exists()
    done = lea.post(PAGE, {"table": carried(response)}, follow=True)
    assert "Eingelesen: 4. Schon da: 0." in done.content.decode()
    assert Submission.objects.count() == 4


def test_the_first_rows_show_whether_umlauts_and_columns_were_understood(lea):
    page = choose(lea, csv(*ROWS, encoding="cp1252")).content.decode()
    assert "als Windows-Text gelesen" in page
    assert '<td dir="auto">Bäume;\nviele</td>' in page


def test_sent_twice_nothing_is_doubled(lea):
    table = carried(choose(lea, csv(*ROWS)))
    for said in ("Eingelesen: 3. Schon da: 0.", "Eingelesen: 0. Schon da: 3."):
        assert said in lea.post(PAGE, {"table": table}, follow=True).content.decode()
    assert Submission.objects.count() == 3
    assert "Es ist alles schon da." in choose(lea, csv(*ROWS)).content.decode()


def test_of_very_many_own_topics_the_page_shows_some(lea):
    rows = [[f"Thema {number:03}", "Grund", "", "", "", ""] for number in range(60)]
    page = choose(lea, csv(*rows)).content.decode()
    assert '<th scope="row">Thema 049</th><td>1</td>' in page
    assert "Thema 050" not in page
    assert "… und 10 weitere" in page


def test_the_topic_and_source_for_rows_without_are_kept(lea):
    response = choose(lea, csv(["", "Zu voll", "", "", "", ""]), topic="verkehr", source="phone")
    lea.post(PAGE, {"table": carried(response)})
    row = Submission.objects.get()
    assert (row.forum.slug, row.source) == ("verkehr", "phone")


def test_wrong_rows_are_named_and_there_is_no_button(lea):
    response = choose(lea, csv(*ROWS, *([["Verkehr", "ä" * 4001, "", "", "", ""]] * 60)))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Zeile 5: Begründung: Ihr Text hat 4.001 Zeichen" in page
    assert "… und 10 weitere" in page
    assert 'name="table"' not in page


@pytest.mark.parametrize(
    ("data", "fields", "message"),
    [
        (b"", {}, "Die Datei ist leer."),
        (b"a;b\r\n", {}, "keine bekannte Spalte"),
        (csv(), {}, "steht kein Beitrag"),
        (csv(*ROWS), {"source": ""}, "Bitte wählen Sie, wie der Beitrag kam."),
        (csv(*ROWS), {"topic": "mond"}, "keine gültige Auswahl"),
        (csv(*ROWS), {"file": ""}, "Bitte wählen Sie eine Datei."),
    ],
)
def test_what_is_wrong_is_said_at_the_form(lea, data, fields, message):
    response = choose(lea, data, **fields)
    assert response.status_code == 422
    assert message in response.content.decode()


def test_a_large_file_is_for_the_command(lea, monkeypatch):
    monkeypatch.setattr(import_page, "MOST_BYTES", 100)
    assert "größer als 10 MB" in choose(lea, csv(*ROWS)).content.decode()
    monkeypatch.undo()
    monkeypatch.setattr(import_page, "MOST_CARRIED", 100)
    response = choose(lea, csv(*ROWS))
    assert response.status_code == 422
    assert "import_submissions" in response.content.decode()


@pytest.mark.parametrize(
    ("size", "has", "parts"),
    [(2_000_001, "2,1", 2), (2_600_000, "2,6", 2), (9_999_999, "10,0", 6)],
)
def test_how_much_too_large_it_is_and_how_to_divide_it_is_said(size, has, parts):
    said = import_page.too_large(size)
    assert f"hat sie {has} MB, möglich sind 2,0 MB. Teilen Sie sie in {parts} Dateien" in said


def test_the_limits_that_the_page_names_are_those_that_hold(lea):
    page = lea.get(PAGE).content.decode()
    for size in (import_page.MOST_BYTES, import_page.MOST_CARRIED):
        assert f"{size // 1_000_000} MB" in page
    assert f"{with_points(MOST_ROWS)} Zeilen, {MOST_COLUMNS} Spalten" in page
    assert import_page.MOST_CARRIED < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_as_much_as_the_page_takes_comes_back_with_the_button(lea, monkeypatch):
    response = choose(lea, csv(*ROWS))
    monkeypatch.setattr(import_page, "MOST_CARRIED", len(carried(response)))
    table = carried(choose(lea, csv(*ROWS)))
    assert lea.post(PAGE, {"table": table}).status_code == 302
    assert Submission.objects.count() == 3


def test_while_another_file_is_imported_the_page_stays(lea):
    table = carried(choose(lea, csv(*ROWS)))
    with another_import():
        response = lea.post(PAGE, {"table": table})
    assert response.status_code == 409
    assert "Es wird gerade eine Datei eingelesen." in response.content.decode()
    assert carried(response) == table
    lea.post(PAGE, {"table": table})
    assert Submission.objects.count() == 3


def test_what_was_not_previewed_is_refused(lea):
    assert lea.post(PAGE, {"table": "forged"}).status_code == 400
    assert not Submission.objects.exists()


def test_only_leitung_reads_in_files(lea, vera, jan, rita, dana):
    table = carried(choose(lea, csv(*ROWS)))
    for other in (vera, jan, rita, dana):
        assert other.get(PAGE).status_code == 403
        assert other.post(PAGE, {"table": table}).status_code == 403
        assert other.post(PAGE, {"batch": 1, "sure": 1}).status_code == 403
    assert not Submission.objects.exists()
    assert PAGE in lea.get("/verwaltung/survey/submission/?arbeit=alle").content.decode()
    assert PAGE not in vera.get("/verwaltung/survey/submission/?arbeit=alle").content.decode()


# Taking back


def read_in(client, *rows, **fields):
    client.post(PAGE, {"table": carried(choose(client, csv(*rows), **fields))})
    return ImportRecord.objects.first()


def test_a_wrong_import_is_taken_back_and_the_file_can_be_imported_anew(lea):
    row = ["", "Zu voll", "", "", "", ""]
    batch = read_in(lea, row, topic="arbeit")
    page = lea.get(PAGE).content.decode()
    assert f'name="batch" value="{batch.pk}"' in page
    asked = lea.post(PAGE, {"batch": batch.pk}).content.decode()
    assert "1 Beitrag löschen" in asked
    assert Submission.objects.count() == 1
    done = lea.post(PAGE, {"batch": batch.pk, "sure": "1"}, follow=True).content.decode()
    assert "Zurückgenommen und gelöscht: 1." in done
    assert "nichts mehr da" in done
    assert not Withdrawal.objects.exists()
    read_in(lea, row, topic="verkehr")
    assert Submission.objects.get().forum.slug == "verkehr"


def test_what_somebody_works_on_stays_and_is_named(lea, vera):
    batch = read_in(lea, *ROWS)
    noted, tagged, read = Submission.objects.order_by("reason")
    noted.notes.create(text="Anrufen", by=vera.user)
    tagged.assigned_forum = read.forum or tagged.forum
    tagged.save()
    tagged.add_tag("Bus")
    read.take(MARK_READ, vera.user)
    assert "alles in Arbeit" in lea.get(PAGE).content.decode()
    noted.notes.all().delete()
    asked = lea.post(PAGE, {"batch": batch.pk}).content.decode()
    assert "In Arbeit: 2." in asked
    assert all(row.shown_reference in asked for row in (tagged, read))
    assert noted.shown_reference not in asked
    lea.post(PAGE, {"batch": batch.pk, "sure": "1"})
    assert set(Submission.objects.all()) == {tagged, read}


def test_only_the_own_batch_goes_and_who_did_it_is_written_down(lea, submit):
    submit(reason="Zu voll")
    first, second = read_in(lea, ROWS[0]), read_in(lea, ROWS[1])
    lea.post(PAGE, {"batch": first.pk, "sure": "1"})
    assert set(Submission.objects.values_list("batch", flat=True)) == {None, second.pk}
    event = Event.objects.get(what=Event.What.ERASURE)
    assert (event.by, event.detail) == (lea.user, "Einlesen zurückgenommen, Beiträge: 1")


def test_what_was_withdrawn_from_a_batch_stays_withdrawn(lea):
    batch = read_in(lea, *ROWS)
    Submission.objects.get(reason="Zu voll").withdraw()
    lea.post(PAGE, {"batch": batch.pk, "sure": "1"})
    page = choose(lea, csv(*ROWS))
    assert "Neue Beiträge</dt><dd>2</dd>" in page.content.decode()
    assert "Schon da</dt><dd>0</dd>" in page.content.decode()
    done = lea.post(PAGE, {"table": carried(page)}, follow=True).content.decode()
    assert "Eingelesen: 2. Schon da: 0. Gelöscht und nicht wieder eingelesen: 1." in done
    assert "Es ist alles schon da." not in choose(lea, csv(*ROWS)).content.decode()


@pytest.mark.parametrize("key", ["0", "quatsch", "9" * 5000, "", "-1", "\0"])
def test_an_import_that_does_not_exist_is_no_error_of_ours(lea, key):
    said = lea.post(PAGE, {"batch": key, "sure": "1"}, follow=True).content.decode()
    assert "Von diesem Einlesen ist nichts mehr da" in said


def test_while_a_file_is_imported_nothing_is_taken_back(lea, submit):
    batch = ImportRecord.objects.create(by=lea.user, number=1)
    submit()
    Submission.objects.update(batch=batch.pk)
    with another_import():
        response = lea.post(PAGE, {"batch": batch.pk, "sure": "1"})
    assert response.status_code == 409
    assert "Es wird gerade eine Datei eingelesen." in response.content.decode()
    assert Submission.objects.count() == 1


def test_the_list_tells_who_brought_what_from_which_file(lea):
    read_in(lea, *ROWS, source="event")
    Submission.objects.get(reason="Zu voll").take(MARK_READ, lea.user)
    page = " ".join(lea.get(PAGE).content.decode().split())
    row = page[page.index('id="batch-') : page.index("Zurücknehmen …")]
    cells = ["<bdi>lea</bdi>", "<bdi>briefe.csv</bdi>", "Veranstaltung", "3", "3", "1"]
    assert "".join(f"<td>{cell}</td> " for cell in cells) in row


TALLIES = (
    "SELECT (to_jsonb(t) - ARRAY['id', 'number'])::text, sum(number) FROM survey_tally AS t "
    "GROUP BY 1 HAVING sum(number) <> 0 ORDER BY 1"
)


def everything():
    """Return what stands in all tables, but for what was done and the list of imports."""
    found = {}
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table in tables - {"ruhrdialog_event", "survey_importrecord", "django_session"}:
            rows = f'SELECT t::text FROM "{table}" AS t ORDER BY 1'
            cursor.execute(TALLIES if table == "survey_tally" else rows)
            found[table] = cursor.fetchall()
    return found


def test_after_a_wrong_import_is_taken_back_as_a_whole_all_is_as_before(lea, submit):
    submit(reason="Zu voll", proposal="Mehr Busse")
    read_in(lea, ["Verkehr", "Schon länger da", "", "", "", ""])
    before = everything()
    wrong = read_in(lea, *ROWS, topic="arbeit", source="phone")
    assert everything() != before
    lea.post(PAGE, {"batch": wrong.pk, "sure": "1"})
    assert everything() == before


def test_rows_without_a_day_get_the_one_that_was_chosen(lea):
    page = choose(lea, csv(*ROWS), day="2019-03-04")
    lea.post(PAGE, {"table": carried(page)})
    days = Submission.objects.order_by("day").values_list("day", flat=True)
    assert [str(day) for day in days] == ["2019-03-04", "2026-03-05", "2026-03-06"]
    for day in ("1999-12-31", "2999-01-01", "31.02.2019"):
        assert choose(lea, csv(*ROWS), day=day).status_code == 422


# Files of other programs: their shape, our sentences

LIMESURVEY = (
    "\ufeff"
    '"id";"submitdate";"lastpage";"startlanguage";"seed";"Q1";"Q2[SQ001]";"Q2[SQ002]"\r\n'
    '"7";"2019-03-05 10:11:12";"4";"de";"11";"Verkehr";"Zu voll";"Mehr Busse\n""nachts"""\r\n'
    '"8";"";"2";"de";"12";"Verkehr";"Zu eng";""\r\n'
    "\r\n"
)
DECIDIM = (
    "id;category/id;category/name/de;title/de;body/de;created_at;url\n"
    "31;4;Verkehr;Busse;Mehr davon, bitte.;2019-03-05 10:11:12 UTC;/p/31\n"
    "32;;;Wege;Breiter;2019-03-06 00:30:00 UTC;/p/32\n"
)


def eusurvey():
    book = openpyxl.Workbook()
    for row in (
        ("Alias", "umfrage-verkehr"),
        ("Export Date", "06.03.2019 09:00"),
        (),
        ("Worum geht es?", "Warum?", "Contribution Id", "Creation Date", "Languages"),
        ("Verkehr", "Zu voll", "a-1", datetime.fromisoformat("2019-03-05T10:11"), "DE"),
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


OTHERS = {
    "limesurvey": (
        LIMESURVEY.encode(),
        {5: "topic", 1: "day", 6: "reason", 7: "proposal"},
        {("verkehr", "Zu voll", 'Mehr Busse\n"nachts"', "2019-03-05")}
        | {("verkehr", "Zu eng", "", "2019-01-02")},
    ),
    "eusurvey": (
        eusurvey(),
        {0: "topic", 1: "reason", 3: "day"},
        {("verkehr", "Zu voll", "", "2019-03-05")},
    ),
    "decidim": (
        DECIDIM.encode(),
        {2: "topic", 3: "proposal", 4: "proposal", 5: "day"},
        {("verkehr", "", "Busse\n\nMehr davon, bitte.", "2019-03-05")}
        | {("arbeit", "", "Wege\n\nBreiter", "2019-03-06")},
    ),
}


def assign(client, page, chosen, **fields):
    columns = {f"column-{place}": name for place, name in chosen.items()}
    return client.post(PAGE, {"table": carried(page), "chosen": "1", **columns, **fields})


@pytest.mark.parametrize("program", OTHERS)
def test_columns_of_other_programs_are_assigned_once(lea, program):
    data, chosen, expected = OTHERS[program]
    fields = {"topic": "arbeit", "day": "2019-01-02"}
    page = choose(lea, data, **fields)
    assert page.status_code == 422
    assert "Bitte ordnen Sie zu" in page.content.decode()
    assert not Submission.objects.exists()
    page = assign(lea, page, chosen)
    assert page.status_code == 200
    again = choose(lea, data, **fields)  # remembered
    assert f"{len(expected)} Beiträge einlesen".replace("1 Beiträge", "1 Beitrag") in (
        again.content.decode()
    )
    lea.post(PAGE, {"table": carried(page)})
    rows = Submission.objects.values_list("forum__slug", "reason", "proposal", "day")
    assert {(*said, str(day)) for *said, day in rows} == expected
    assert "Es ist alles schon da." in choose(lea, data, **fields).content.decode()


def test_what_a_column_seems_to_be_is_chosen_already_and_nobody_renames_it_in_the_file(lea):
    page = choose(lea, b"Welches Thema?;Warum?\r\nVerkehr;Zu voll\r\n")
    assert page.status_code == 422
    html = page.content.decode()
    assert "„Welches Thema?“ heißt fast wie „Thema“.</p>" in html
    assert html.count(" selected>") == html.count('<option value="topic" selected>') == 1


def test_a_choice_that_says_too_little_is_asked_again_and_keeps_what_was_chosen(lea):
    page = choose(lea, LIMESURVEY.encode())
    page = assign(lea, page, {1: "day", 2: "quatsch"})
    assert page.status_code == 422
    assert "Bitte wählen Sie, wo das Thema" in page.content.decode()
    assert page.content.decode().count('<option value="day" selected>') == 1
    assert not KnownHeader.objects.exists()


def test_what_was_remembered_can_be_chosen_anew(lea):
    assign(lea, choose(lea, LIMESURVEY.encode(), topic="arbeit"), {6: "proposal"})
    page = choose(lea, LIMESURVEY.encode(), topic="arbeit")
    page = lea.post(PAGE, {"table": carried(page), "choose": "1"})
    assert page.status_code == 200
    assert page.content.decode().count('<option value="proposal" selected>') == 1
    page = assign(lea, page, {6: "reason", 7: "proposal"})
    lea.post(PAGE, {"table": carried(page)})
    assert Submission.objects.filter(reason="Zu voll").exists()
    assert KnownHeader.objects.get().columns[6:] == ["reason", "proposal"]
