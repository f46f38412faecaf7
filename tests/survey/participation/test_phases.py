"""Before, while and after the survey is open: every page knows which it is."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ruhrdialog.lib.pages import PAGE_SECONDS
from survey.participation.models import SurveyPeriod
from survey.participation.pictures import picture
from survey.participation.words import Words
from tests.pages import public_states

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
OPENS = datetime(2027, 3, 1, 8, tzinfo=BERLIN)
CLOSES = datetime(2027, 4, 11, tzinfo=BERLIN)  # the first minute in which it is over
MOMENTS = {
    "before": OPENS - timedelta(days=3),
    "open": OPENS + timedelta(days=3),
    "last day": CLOSES - timedelta(hours=3),
    "over": CLOSES,
    "extended": CLOSES,
}
# What a page may say of each.
WORDS = {
    "before": r"[Bb]eginnt am 1\.\s?März\s?2027",
    "open": r"[Nn]och bis 10\.\s?April\s?2027",
    "last day": r"[Nn]ur noch heute, 10\.\s?April\s?2027",
    "over": r"Befragung ist (be|zu )[Ee]nde",
    "extended": r"[Nn]och bis 24\.\s?April\s?2027",
}
INVITES = r"[Jj]etzt mitmachen|auch mitzumachen|Zu diesem Thema mitmachen|Sagen Sie, welches Thema"
POSTERS = ["/mitmachen/plakat/", "/themenforen/verkehr/mitmachen/plakat/"]
CALLS = ["/", "/faq/", "/themenforen/verkehr/", "/mitmachen/", *POSTERS]


@pytest.fixture(params=MOMENTS)
def moment(request, time_machine):
    """The survey's period and a moment in it, by name."""
    end = CLOSES + timedelta(days=14 if request.param == "extended" else 0)
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"opens_at": OPENS, "closes_at": end})
    time_machine.move_to(MOMENTS[request.param], tick=False)
    return request.param


def test_no_page_mail_or_print_has_a_word_of_another_moment(client, submit, reviewer, moment):
    others = [words for name, words in WORDS.items() if name != moment]
    if moment not in ("open", "last day", "extended"):
        others.append(INVITES)
    if moment == "over":
        others.append("You can write|mit einem Stift|In jeder Sprache")
    pages = public_states(client, submit, reviewer)
    pages |= {address: client.get(address).text for address in (*POSTERS, "/neuigkeiten/feed.xml")}
    wrong = {name: [w for w in others if re.search(w, text)] for name, text in pages.items()}
    assert {name: words for name, words in wrong.items() if words} == {}


@pytest.mark.parametrize("address", CALLS)
def test_the_call_to_action_says_when(client, moment, address):
    assert re.search(WORDS[moment], client.get(address).content.decode())


def test_the_picture_that_messengers_show_says_when(moment):
    call = Words().call
    assert ("Jetzt mitmachen!" in call) == (moment in ("open", "last day", "extended"))
    assert picture("Verkehr", "Wie?", call) != picture("Verkehr", "Wie?", "")


@pytest.mark.parametrize("before", [timedelta(seconds=20), timedelta(minutes=5)])
@pytest.mark.parametrize("change", [OPENS, CLOSES])
def test_no_cache_keeps_a_page_beyond_the_change(client, time_machine, change, before):
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"opens_at": OPENS, "closes_at": CLOSES})
    time_machine.move_to(change - before, tick=False)
    for address in ("/", "/mitmachen/", "/mitmachen/bild.png"):
        seconds = min(PAGE_SECONDS, int(before.total_seconds()))
        assert f"max-age={seconds}" in client.get(address)["Cache-Control"], address


def test_without_a_period_it_is_open_and_says_no_end(client):
    text = client.get("/").content.decode()
    assert "Jetzt mitmachen" in text
    assert "Noch bis" not in text


@pytest.mark.parametrize(
    ("closes_at", "said"),
    [
        (datetime(2027, 4, 11, tzinfo=BERLIN), "10.\xa0April\xa02027"),
        (datetime(2027, 4, 10, 18, tzinfo=BERLIN), "10.\xa0April\xa02027, 18:00\xa0Uhr"),
        (datetime(2027, 4, 10, 0, 1, tzinfo=BERLIN), "10.\xa0April\xa02027, 00:01\xa0Uhr"),
        (None, ""),
    ],
)
def test_the_end_is_said_as_people_say_it(closes_at, said):
    assert SurveyPeriod(closes_at=closes_at).end == said


def test_what_is_sent_too_late_keeps_its_text_and_says_so(client, time_machine):
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"closes_at": CLOSES})
    time_machine.move_to(CLOSES, tick=False)
    body = "forum=verkehr&reason=Der+Bus+ist+voll"
    form = "application/x-www-form-urlencoded"
    response = client.post("/mitmachen/pruefen/", body, content_type=form)
    assert response.status_code == 409
    assert "Der Bus ist voll" in response.content.decode()
    assert "Nicht gesendet: Die Befragung ist beendet" in response.content.decode()
