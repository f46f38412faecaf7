"""What staff typed is kept when the session has ended or somebody has logged in anew meanwhile."""

from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from faq.models import Question
from forums.models import Forum
from survey.desk.models import AnswerTemplate
from survey.news.models import Update
from survey.submissions.steps import ANSWER, MARK_READ
from tests.ruhrdialog.test_accounts import PASSWORD, log_in

pytestmark = pytest.mark.django_db
TEXT = "Erste Zeile mit „Zeichen“ & <b>\nzweite Zeile"


class Forms(HTMLParser):
    """The posted forms of a page: what a browser would send of each, and where to."""

    def __init__(self, response):
        super().__init__()
        self.found, self.inside, self.text = [], None, None
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and attrs.get("method") == "post":
            self.inside = {}
            self.found.append((attrs.get("action"), self.inside))
        elif self.inside is not None and tag == "input" and attrs.get("name"):
            self.inside.setdefault(attrs["name"], []).append(attrs.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = None


def kept(response):
    """Return address and fields of the form that sends what was kept."""
    assert response.status_code == 403
    (form,) = [each for each in Forms(response).found if "typed_by" in each[1]]
    return form


def send(client, address, fields):
    return client.post(address, urlencode(fields, doseq=True), "application/x-www-form-urlencoded")


@pytest.fixture
def ways(vera, lea, rita, submit):
    """Return a form of each kind, with who fills it in, where, and what is typed."""
    page = f"/verwaltung/survey/submission/{submit(reason='Takt').pk}/change/"
    tables = "/verwaltung/survey/submission/"
    verkehr = Forum.objects.get(slug="verkehr").pk
    question = Question.objects.first().pk
    ready = AnswerTemplate.objects.create(title="Dank", text="Danke.").pk
    news = Update.objects.create(slug="a", title="a", text="a").pk
    return [
        (vera, page, {"step": "answer", "answer-text": TEXT, "answer-version": "0"}),
        (vera, page, {"step": "note", "note-text": TEXT, "note-version": "0"}),
        (vera, page, {"step": "tag", "tag-text": TEXT, "tag-version": "0"}),
        (vera, tables, {"action": "answer_many", "asked": "1", "answer-text": TEXT}),
        (vera, f"{tables}add/", {"reason": TEXT}),
        (lea, f"{tables}einlesen/", {"source": "letter", "topic": "verkehr"}),
        (rita, f"/verwaltung/forums/forum/{verkehr}/change/", {"goals": TEXT}),
        (rita, f"/verwaltung/faq/question/{question}/change/", {"answer": TEXT}),
        (rita, f"/verwaltung/survey/update/{news}/change/", {"text": TEXT}),
        (rita, "/verwaltung/survey/surveyperiod/1/change/", {"text_before": TEXT}),
        (lea, f"/verwaltung/survey/answertemplate/{ready}/change/", {"text": TEXT}),
    ]


def mark(client, address):
    (marks,) = {
        fields["typed_by"][0]
        for _, fields in Forms(client.get(address, follow=True)).found
        if "typed_by" in fields
    }
    return marks


def test_after_the_session_s_end_every_form_of_the_desk_comes_back_with_what_was_typed(ways):
    for client, address, typed in ways:
        typed = typed | {"typed_by": mark(client, address)}
        there, fields = kept(send(Client(), address, typed))
        assert there == address
        assert {name: value for name, (value,) in fields.items() if name in typed} == typed


def test_after_the_login_it_is_sent_once_more_and_stored(vera, submit):
    submission = submit(reason="Takt")
    page = f"/verwaltung/survey/submission/{submission.pk}/change/?_changelist_filters=q%3Da"
    client = Client(enforce_csrf_checks=True)
    client.force_login(vera.user)
    _, fields = next(
        form for form in Forms(client.get(page)).found if form[1].get("answer-version")
    )
    fields |= {"step": "answer", "answer-text": TEXT}
    client.logout()
    there, again = kept(send(client, page, fields))
    assert there == page
    client.force_login(vera.user)
    del client.cookies["csrftoken"]
    client.get(page)  # gives a new token, as each login does
    there, again = kept(send(client, there, again))  # the token is that of before
    assert send(client, there, again).status_code == 302
    assert submission.steps.get(verb=ANSWER.verb).text == TEXT


def test_it_goes_to_no_other_account_than_the_one_that_typed_it(vera, lea, submit):
    submission = submit(reason="Takt")
    page = f"/verwaltung/survey/submission/{submission.pk}/change/"
    typed = {"step": "answer", "answer-text": TEXT, "answer-version": 0}
    typed["typed_by"] = mark(vera, page)
    response = send(lea, page, typed)
    assert "anderes Konto" in response.content.decode()
    assert not submission.steps.exists()
    assert send(vera, page, kept(response)[1]).status_code == 302
    assert submission.steps.get().by == vera.user


def test_after_ten_hours_it_is_kept_as_well(vera, submit, time_machine):
    vera.user.set_password(PASSWORD)
    vera.user.save()
    log_in(client := Client(), PASSWORD)
    page = f"/verwaltung/survey/submission/{submit(reason='Takt').pk}/change/"
    typed = {"step": "note", "note-text": TEXT, "typed_by": mark(client, page)}
    Session.objects.update(expire_date=timezone.now() + timedelta(days=1))
    time_machine.move_to(timezone.now() + timedelta(hours=11))
    response = send(client, page, typed)
    assert "Sie sind nicht mehr angemeldet" in response.content.decode()
    assert kept(response)[1]["note-text"] == [TEXT]


def test_no_password_stands_in_the_page(lea):
    page = "/verwaltung/auth/user/add/"
    typed = {"username": "neu", "password1": "sehr geheim", "typed_by": mark(lea, page)}
    response = send(Client(), page, typed)
    assert kept(response)[1]["username"] == ["neu"]
    assert "geheim" not in response.content.decode()


@pytest.mark.parametrize("forged", [{}, {"typed_by": "1"}, {"typed_by": "1:abc"}])
def test_what_bears_no_mark_of_ours_does_not_come_back(forged, vera, submit):
    page = f"/verwaltung/survey/submission/{submit(reason='Takt').pk}/change/"
    typed = forged | {"step": MARK_READ.name, "text": TEXT}
    assert send(Client(), page, typed)["Location"].startswith("/verwaltung/login/")
    client = Client(enforce_csrf_checks=True)
    client.force_login(vera.user)
    response = send(client, page, typed)
    assert response.status_code == 403
    assert "Diese Seite war zu lange offen" in response.content.decode()
    assert "zweite Zeile" not in response.content.decode()


def test_a_logout_after_the_session_s_end_is_none_more(vera):
    typed = {"typed_by": mark(vera, "/verwaltung/")}
    assert Client().post("/verwaltung/logout/", typed).status_code == 302
