"""/stand/: taking part at an information stand, all at one address."""

import re

import pytest

from ruhrdialog.lib.codes import receipt_hash
from survey.ceilings.models import RateLimit
from survey.news.joining import CeilingError
from survey.news.models import Subscription
from survey.participation.models import SurveyPeriod
from survey.submissions.models import Submission

pytestmark = pytest.mark.django_db
ANSWERS = {"forum": "verkehr", "reason": "Zu voll"}


def hidden(page, name="signed"):
    return re.search(f'name="{name}" value="([^"]+)"', page.content.decode())[1]


def test_every_page_posts_to_its_own_address_and_is_kept_by_nobody(client, post):
    check = post("/stand/", ANSWERS)
    signed = hidden(check)
    pages = [
        client.get("/stand/"),
        post("/stand/", {"reason": "Ohne Thema"}),
        check,
        post("/stand/", {"signed": signed, "aendern": "id_reason"}),
        post("/stand/", {"signed": signed}),
    ]
    assert [page.status_code for page in pages] == [200, 422, 200, 200, 200]
    for page in pages:
        html = page.content.decode()
        assert set(re.findall(r'form[^>]* action="([^"]+)" method="post"', html)) <= {"/stand/"}
        assert "formaction" not in html
        for link in re.findall(r'<a [^>]*href="/(?!stand)[^>]*>', html):
            assert "data-read-here" in link
        assert page["Cache-Control"] == "no-store"
        assert page["X-Robots-Tag"] == "noindex"
        assert "Hauptmenü" not in html
        assert "Später weiterschreiben" not in html
        assert not page.cookies


def test_the_receipt_shows_its_link_only_when_asked(post):
    page = post("/stand/", {"signed": hidden(post("/stand/", ANSWERS))})
    html = page.content.decode()
    submission = Submission.objects.get()
    assert submission.shown_reference in html
    code = re.search(r'translate="no">([A-Z]{5}(?:-[A-Z]{5}){5})<', html)[1].replace("-", "")
    assert receipt_hash(code) == bytes(submission.receipt_hash)
    shown = re.sub(r"(?s)<details.*?</details>|<div class=\"print-only\">.*?</div>", "", html)
    assert 'class="code"' in html
    assert 'class="code"' not in shown
    assert "data:image/svg" not in shown
    assert f"/beleg/{code}" not in html


@pytest.mark.parametrize(("address", "offered"), [("/stand/", False), ("/stand/drucker/", True)])
def test_printing_is_offered_where_there_is_a_printer(post, address, offered):
    page = post(address, {"signed": hidden(post(address, ANSWERS))})
    assert ("Beleg drucken" in page.content.decode()) == offered


def test_sent_twice_it_is_one_row(post):
    signed = hidden(post("/stand/", ANSWERS))
    first, second = (post("/stand/", {"signed": signed}).content for _ in range(2))
    assert first == second
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("field", ["forum", "reason", "further_interests"])
def test_change_begins_with_the_field(post, field):
    signed = hidden(post("/stand/", ANSWERS))
    page = post("/stand/", {"signed": signed, "aendern": f"id_{field}"}).content.decode()
    tag = re.search(f'<[^>]* id="id_{field}"[^>]*>', page)[0]
    assert "autofocus" in tag
    assert page.count("autofocus") == 1


@pytest.mark.parametrize("target", ["", "id_mond", "ä" * 5000])
def test_a_strange_field_to_change_gives_the_form(post, target):
    signed = hidden(post("/stand/", ANSWERS))
    page = post("/stand/", {"signed": signed, "aendern": target})
    assert page.status_code == 200
    assert "Zu voll</textarea>" in page.content.decode()


def test_an_address_is_stored_apart_and_said_to_be_missing_if_it_isnt(post, monkeypatch):
    def refuse(*_):
        raise CeilingError

    signed = [hidden(post("/stand/", ANSWERS | {"email": "name@example.org"})) for _ in range(2)]
    missing = "Ihre E-Mail-Adresse konnten wir gerade nicht speichern"
    assert missing not in post("/stand/", {"signed": signed[0]}).content.decode()
    assert Subscription.objects.get().address == "name@example.org"
    monkeypatch.setattr("survey.participation.sending.join", refuse)
    assert missing in post("/stand/", {"signed": signed[1]}).content.decode()


def test_what_is_refused_stays_at_the_stand(client, post, monkeypatch):
    signed = hidden(post("/stand/", ANSWERS))
    monkeypatch.setattr("survey.participation.sending.TAKEN", 0)
    monkeypatch.setattr(type(RateLimit.objects), "uses", lambda *args: 1)
    page = post("/stand/", {"signed": signed})
    assert page.status_code == 429
    assert 'action="/stand/"' in page.content.decode()
    assert not Submission.objects.exists()


def test_it_says_when_the_survey_is_over(client, post):
    signed = hidden(post("/stand/", ANSWERS))
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"closes_at": "2020-01-01T00:00:00Z"})
    start = client.get("/stand/").content.decode()
    assert "Die Befragung ist beendet" in start
    assert "Beleg öffnen" not in start
    late = post("/stand/", {"signed": signed})
    assert late.status_code == 409
    assert "Zu voll" in late.content.decode()


def test_other_methods_and_changed_values_are_refused(client, post):
    assert client.put("/stand/").status_code == 405
    assert post("/stand/", {"signed": "x"}).status_code == 400
    forged = post("/stand/", ANSWERS, headers={"Sec-Fetch-Site": "cross-site"})
    assert forged.status_code == 403
