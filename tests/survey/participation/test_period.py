"""When the survey is open: before, the last second, after; and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from survey.participation.models import SurveyPeriod
from survey.submissions.models import Submission

pytestmark = pytest.mark.django_db
ADMIN = "/verwaltung/survey/surveyperiod/1/change/"


@pytest.fixture
def period():
    """A period that was opened yesterday and ends tomorrow."""
    now = timezone.now()
    day = timedelta(days=1)
    SurveyPeriod.objects.update(opens_at=now - day, closes_at=now + day)
    return SurveyPeriod.objects.get()


@pytest.fixture
def close(period):
    return lambda: SurveyPeriod.objects.update(closes_at=timezone.now())


def edit(client, **fields):
    texts = {"text_before": "Bald.", "text_after": "Vorbei."}
    return client.post(ADMIN, texts | fields)


def times(name, day, time):
    return {f"{name}_0": day, f"{name}_1": time}


def test_a_new_portal_is_open(client):
    assert "Weiter zum Prüfen" in client.get("/mitmachen/").content.decode()


@pytest.mark.parametrize("address", ["/mitmachen/", "/themenforen/verkehr/mitmachen/"])
def test_before_and_after_the_text_stands_in_its_place(client, period, time_machine, address):
    SurveyPeriod.objects.update(text_before="Ab **Mai**.", text_after="Danke!")
    time_machine.move_to(period.opens_at - timedelta(seconds=1), tick=False)
    page = client.get(address).content.decode()
    assert "Die Befragung ist noch nicht eröffnet" in page
    assert "Ab <strong>Mai</strong>." in page
    time_machine.move_to(period.closes_at, tick=False)
    page = client.get(address).content.decode()
    assert "Die Befragung ist beendet" in page
    assert "Danke!" in page
    assert "<form" not in page


def test_it_is_open_from_the_first_to_the_last_second(client, period, time_machine):
    for moment in (period.opens_at, period.closes_at - timedelta(microseconds=1)):
        time_machine.move_to(moment, tick=False)
        assert "Weiter zum Prüfen" in client.get("/mitmachen/").content.decode()


def test_after_the_end_a_search_without_a_match_names_no_way_that_is_closed(client, close):
    words = "Ein anderes Thema nennen"
    assert words in client.get("/themenforen/?suche=Raumfahrt").content.decode()
    close()
    assert words not in client.get("/themenforen/?suche=Raumfahrt").content.decode()


def test_closing_while_a_form_is_open_keeps_the_text_and_says_why(post, close):
    close()
    fields = {"forum": "verkehr", "reason": "Zu <voll>", "further_interests": ["arbeit"]}
    response = post("/mitmachen/", fields)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Nicht gesendet: Die Befragung ist beendet" in page
    assert "Zu &lt;voll&gt;</textarea>" in page
    assert "Weiter zum Prüfen" not in page


def test_closing_while_the_check_page_is_open_keeps_the_text(post, signed, close):
    value = signed(reason="Zu voll")
    close()
    response = post("/mitmachen/absenden/", {"signed": value})
    assert response.status_code == 409
    assert "Zu voll</textarea>" in response.content.decode()
    assert not Submission.objects.exists()


def test_what_was_sent_before_leads_to_its_receipt_after(post, signed, close):
    value = signed(reason="Zu voll")
    post("/mitmachen/absenden/", {"signed": value})
    close()
    response = post("/mitmachen/absenden/", {"signed": value})
    assert response.status_code == 303
    assert "/beleg/" in response["Location"]


def test_extending_is_one_edit(rita, post, signed, close):
    value = signed(reason="Zu voll")
    close()
    assert edit(rita, **times("closes_at", "31.12.2099", "23:59")).status_code == 302
    assert post("/mitmachen/absenden/", {"signed": value}).status_code == 303


def test_a_time_is_that_of_the_clock_on_the_wall(rita):
    """Central European Summer Time ends on 25 October 2026: midnight after it is 23 o'clock UTC."""
    edit(rita, **times("closes_at", "26.10.2026", "00:00"))
    assert SurveyPeriod.objects.get().closes_at.isoformat() == "2026-10-25T23:00:00+00:00"
    edit(rita, closes_at="2026-10-25T00:00")  # the browser's own field
    assert SurveyPeriod.objects.get().closes_at.isoformat() == "2026-10-24T22:00:00+00:00"


@pytest.mark.parametrize(("day", "time"), [("25.10.2026", "02:30"), ("29.03.2026", "02:30")])
def test_an_hour_that_is_twice_or_never_is_refused(rita, day, time):
    response = edit(rita, **times("closes_at", day, time))
    assert response.status_code == 200
    assert "closes_at" in response.context["adminform"].form.errors
    assert SurveyPeriod.objects.get().closes_at is None


def test_an_end_before_the_beginning_is_refused(rita):
    fields = times("opens_at", "02.03.2026", "08:00") | times("closes_at", "01.03.2026", "08:00")
    response = edit(rita, **fields)
    assert "Das Ende muss nach dem Beginn liegen." in response.content.decode()


def test_there_is_one_row_for_ever(rita):
    assert rita.get("/verwaltung/survey/surveyperiod/add/").status_code == 403
    assert rita.post("/verwaltung/survey/surveyperiod/1/delete/").status_code == 403
