"""The page that reads in a file: choose it, see what will happen, then import it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from survey.desk import import_page
from survey.submissions.models import Submission
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
    assert not Submission.objects.exists()
    assert PAGE in lea.get("/verwaltung/survey/submission/?arbeit=alle").content.decode()
    assert PAGE not in vera.get("/verwaltung/survey/submission/?arbeit=alle").content.decode()
