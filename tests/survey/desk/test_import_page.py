"""The page that reads in a file: choose it, see what will happen, then import it."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from ruhrdialog.lib.events import Event
from survey.desk import import_page
from survey.submissions.models import Submission, Withdrawal
from survey.submissions.steps import MARK_READ
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
    return Event.objects.filter(what=Event.What.IMPORT).first()


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
    assert "Zuletzt eingelesen" not in done
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
    assert "Zuletzt eingelesen" not in lea.get(PAGE).content.decode()
    noted.notes.all().delete()
    assert "In Arbeit: 2." in lea.post(PAGE, {"batch": batch.pk}).content.decode()
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
    assert "Neue Beiträge</dt><dd>2</dd>" in choose(lea, csv(*ROWS)).content.decode()


@pytest.mark.parametrize("key", ["0", "quatsch", "9" * 5000, "", "-1", "\0"])
def test_an_import_that_does_not_exist_is_no_error_of_ours(lea, key):
    said = lea.post(PAGE, {"batch": key, "sure": "1"}, follow=True).content.decode()
    assert "Von diesem Einlesen ist nichts mehr da" in said


def test_other_events_are_no_imports(lea, submit):
    submit()
    other = Event.objects.write(Event.What.EXPORT, lea.user)
    Submission.objects.update(batch=other.pk)
    lea.post(PAGE, {"batch": other.pk, "sure": "1"})
    assert Submission.objects.count() == 1


def test_while_a_file_is_imported_nothing_is_taken_back(lea, submit):
    batch = Event.objects.write(Event.What.IMPORT, lea.user)
    submit()
    Submission.objects.update(batch=batch.pk)
    with another_import():
        response = lea.post(PAGE, {"batch": batch.pk, "sure": "1"})
    assert response.status_code == 409
    assert "Es wird gerade eine Datei eingelesen." in response.content.decode()
    assert Submission.objects.count() == 1
