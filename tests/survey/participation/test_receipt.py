"""/beleg/<code>/: a submission for whoever has its secret link."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from forums.models import Forum, Ministry
from ruhrdialog.lib.codes import grouped, random_code, receipt_hash
from survey.figures.models import Tally
from survey.submissions.history import ReviewStep
from survey.submissions.models import StateError, Submission, Withdrawal
from survey.submissions.steps import (
    ANSWER,
    ASK_BACK,
    HAND_OVER,
    MARK_READ,
    NOT_PURSUE,
    REASSIGN,
    RELEASE,
    SORT_OUT,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def code():
    return random_code()


def stations(page):
    """Return what the way of the submission shows."""
    return re.findall("<h3>(.*?)</h3>", page.split('<ol class="way">')[1].split("</ol>")[0])


def headline(page):
    return re.search("<h1>(.*?)</h1>", page)[1]


def saved(client, response):
    """Return what the page says has just been saved, to which a response leads."""
    page = client.get(response["Location"]).content.decode()
    said = re.search(
        '<p class="saved screen-only" role="status" tabindex="-1" autofocus>(.*?)</p>', page
    )
    return said and said[1]


def test_it_shows_the_answers_the_reference_and_the_state(client, submit, code):
    submission = submit(code, reason="Zu <voll>", proposal="Mehr Busse", publication_consent=True)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Danke! Ihr Beitrag ist angekommen." in page
    assert submission.shown_reference in page
    assert "Eingegangen" in page
    assert "Verkehr" in page
    assert "Zu &lt;voll&gt;" in page
    assert "Mehr Busse" in page
    assert "Nicht jeder Beitrag bekommt eine eigene Antwort" in page


def test_a_submission_without_text_is_told_that_it_is_counted(client, submit, code):
    submit(code)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Gezählt" in page
    assert "Eingegangen" not in page


def test_the_link_can_be_kept_as_code_qr_code_and_mail(client, submit, code):
    submit(code)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert grouped(code, 5) in page
    assert f"body=http%3A%2F%2Ftestserver%2Fbeleg%2F{code}%2F" in page
    assert '<img src="data:image/svg+xml;' in page


def test_what_is_shared_is_the_survey_and_not_the_receipt(client, submit, code):
    submit(code)
    page = client.get(f"/beleg/{code}/").content.decode()
    share = page[page.index('<section class="share"') :]
    assert code not in share
    assert "http://testserver/mitmachen/" in share
    assert "Noch ein Beitrag" in share


def test_the_database_knows_only_the_hash(submit, code):
    submit(code)
    assert bytes(Submission.objects.get().receipt_hash) == receipt_hash(code)


def test_the_history_is_told_with_its_days(client, submit, code, reviewer, time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 12, tzinfo=UTC))
    submission = submit(code, reason="Zu voll")
    time_machine.move_to(datetime(2026, 3, 4, 12, tzinfo=UTC))
    submission.take(MARK_READ, reviewer)
    submission.take(ANSWER, reviewer, "Die <Busse> kommen.")
    page = " ".join(client.get(f"/beleg/{code}/").content.decode().split())
    assert "<h3>Eingegangen</h3> <p>1. März 2026</p>" in page
    assert "<h3>Gelesen</h3> <p>4. März 2026</p>" in page
    assert "<h3>Beantwortet</h3> <p>4. März 2026</p>" in page
    assert "Die &lt;Busse&gt; kommen." in page
    assert "reviewer" not in page


def test_what_staff_do_among_themselves_is_not_told(client, submit, code, reviewer):
    links = "https://a.example www.b.example http://c.example"
    submission = submit(code, reason=links)
    submission.take(RELEASE, reviewer)
    submission.take(MARK_READ, reviewer)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert stations(page) == ["Eingegangen", "Gelesen"]
    assert "In Ordnung" not in page
    assert "in Ordnung" not in page


TOLD = {
    "read": (MARK_READ, "", "Ihr Beitrag ist gelesen"),
    "forwarded": (HAND_OVER, "", "Ihr Beitrag ist weitergegeben"),
    "asked": (ASK_BACK, "Welche Linie?", "Das Themenforum hat eine Frage an Sie"),
    "answered": (ANSWER, "Der Bus kommt.", "Das Themenforum hat Ihnen geantwortet"),
    "not pursued": (NOT_PURSUE, "Das macht der Bund.", "Ihr Beitrag wird nicht weiterverfolgt"),
    "sorted out": (SORT_OUT, "", "Ihr Beitrag wird nicht weiterverfolgt"),
}


@pytest.mark.parametrize("state", TOLD)
def test_title_headline_and_first_block_follow_the_state(client, submit, code, reviewer, state):
    step, text, told = TOLD[state]
    submit(code, reason="Zu voll").take(step, reviewer, text)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert headline(page) == told
    assert f"<title>{told} – " in page
    assert ('class="letter"' in page) == bool(text or state == "sorted out")
    if text:
        assert text in page.split('class="letter"')[1].split("</section>")[0]
        assert page.count(text) == 1


def test_why_it_was_sorted_out_is_said(client, submit, code, reviewer):
    submit(code, reason="Kaufen!").take(SORT_OUT, reviewer)
    page = " ".join(client.get(f"/beleg/{code}/").content.decode().split())
    assert "Ihr Beitrag sah für uns nach Werbung oder Missbrauch aus. Stimmt das nicht?" in page


def test_who_has_an_answer_isnt_told_that_not_everybody_gets_one(client, submit, code, reviewer):
    submit(code, reason="Zu voll").take(ANSWER, reviewer, "Der Bus kommt.")
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Nicht jeder Beitrag" not in page


def test_two_steps_that_say_the_same_are_one_line(client, submit, code, reviewer, verkehr):
    submission = submit(code, reason="Zu voll", forum=Forum.objects.get(slug="arbeit"))
    submission.take(REASSIGN, reviewer, "Für euch", forum=verkehr)
    submission.take(HAND_OVER, reviewer)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert stations(page) == ["Eingegangen", "Weitergegeben an das Themenforum Verkehr"]


def test_thanks_are_of_the_first_day(client, submit, code, time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 12, tzinfo=UTC))
    submit(code, reason="Zu voll")
    assert headline(client.get(f"/beleg/{code}/").content.decode()).startswith("Danke!")
    time_machine.move_to(datetime(2026, 3, 22, 12, tzinfo=UTC))
    page = client.get(f"/beleg/{code}/").content.decode()
    assert headline(page) == "Ihr Beitrag ist angekommen"


def test_it_is_kept_nowhere_and_sharing_it_shares_the_survey(client, submit, code):
    submit(code)
    response = client.get(f"/beleg/{code}/")
    page = response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert '<link rel="canonical" href="http://testserver/mitmachen/">' in page
    assert '<meta property="og:url" content="http://testserver/mitmachen/">' in page


def test_withdrawing_deletes_row_and_history_and_leaves_the_hash(
    client, submit, post, code, reviewer
):
    submit(code, reason="Weg").take(MARK_READ, reviewer)
    response = post(f"/beleg/{code}/")
    assert response.status_code == 303
    assert not Submission.objects.exists()
    assert not ReviewStep.objects.exists()
    assert bytes(Withdrawal.objects.get().receipt_hash) == receipt_hash(code)
    assert "Zurückgezogen und gelöscht" in client.get(response["Location"]).content.decode()


def test_withdrawing_twice_says_the_same(submit, post, code):
    submit(code)
    post(f"/beleg/{code}/")
    response = post(f"/beleg/{code}/")
    assert "Zurückgezogen und gelöscht" in response.content.decode()
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize("code", ["BCDF", "x" * 28, "2" * 28, "%00", "ä", "2" * 3000])
def test_an_unknown_code_gets_404(client, post, code):
    assert client.get(f"/beleg/{code}/").status_code == 404
    assert post(f"/beleg/{code}/").status_code == 404


# Addresses as programs and hands make them


ODD = [
    *("/beleg/{low}/", "/beleg/{code}", "/beleg/{code}.", "/beleg/{code},", "/beleg/{code})"),
    *("/beleg/{code}%22", "/beleg/{code}%E2%80%9C/", "/beleg/%3C{code}%3E", "/beleg/{code}/."),
    *("/beleg/{dashed}/", "/beleg/{blank}/", "/beleg/{soft}/", "/beleg/{twice}/"),
    *("/BELEG/{code}/", "/Beleg/{low}", "/beleg//{code}", "/beleg/{code}//"),
    *("/beleg/{code}&fbclid=IwAR0abc", "/beleg/{code}/&fbclid=x", "/beleg/{code}?fbclid=x"),
    *("/beleg/{code}/?fbclid=x", "/beleg/{code}%3Ffbclid=x", "/beleg%2F{code}", "/%62eleg/{low}/"),
    *("/beleg/{code}/xyz/", "/beleg/Code:%20{code}", "/beleg/{code}%0A", "/beleg/http://x/{code}"),
]


@pytest.mark.parametrize("address", ODD)
def test_an_oddly_written_address_leads_to_the_receipt(client, submit, code, address):
    submit(code, reason="Zu voll")
    forms = {"code": code, "low": code.lower(), "dashed": grouped(code, 5)}
    forms |= {"blank": grouped(code.lower(), 5).replace("-", "%20")}
    forms |= {"soft": grouped(code, 5).replace("-", "%C2%AD")}
    forms |= {"twice": grouped(code, 5).replace("-", "%25E2%2580%2593")}
    response = client.get(address.format(**forms), follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == f"/beleg/{code}/"
    assert len(response.redirect_chain) <= 2
    assert "Zu voll" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "page"),
    [("{}/Aendern.", "aendern/"), ("{}//aendern/", "aendern/"), ("{}/antworten.", "")],
)
def test_so_does_one_behind_it(client, submit, code, address, page):
    submit(code)
    response = client.get(f"/beleg/{address.format(code)}")
    assert (response.status_code, response["Location"]) == (302, f"/beleg/{code}/{page}")


@pytest.mark.parametrize("address", ["{}//aendern/", "/{}/aendern", "{}/Aendern."])
def test_a_post_keeps_what_it_carries(post, submit, code, address):
    submission = submit(code, reason="Alt")
    assert post(f"/beleg/{code.lower()}/aendern/", {"reason": "Neu"}).status_code == 303
    response = post(f"/beleg/{address.format(code)}", {"reason": "Neuer"})
    assert (response.status_code, response["Location"]) == (307, f"/beleg/{code}/aendern/")
    submission.refresh_from_db()
    assert submission.reason == "Neu"


def test_only_an_address_that_names_the_code_alone_withdraws(client, post, submit, code):
    submit(code)
    assert post(f"/beleg/{code}/xyz").status_code == 404
    response = post(f"/beleg//{code}")
    assert (response.status_code, response["Location"]) == (307, f"/beleg/{code}/")
    assert Submission.objects.exists()


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("BCDF", "Ihre Eingabe hat 4."),
        ("BCDF/", "Ihre Eingabe hat 4."),
        ("x/y/z", "Ihre Eingabe hat 3."),
        ("B" * 30 + "/", "Unter diesem Code finden wir keinen Beitrag."),
        ("b" * 30, "Unter diesem Code finden wir keinen Beitrag."),
        ("A" * 30, "Das kommt in keinem Code vor: A."),
        ("BCDF-GHJK/", "Das ist eine Beitragsnummer."),
        ("%00/", "Nullzeichen"),
        ("%E2%80%8B/", "Bitte geben Sie den Code ein"),
        ("<script>/", "Ihre Eingabe hat 6."),
    ],
)
def test_what_opens_nothing_gets_a_page_that_says_how_to_go_on(client, post, rest, message):
    response = client.get(f"/beleg/{rest}", follow=True)
    page = response.content.decode()
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"
    assert "<title>Fehler: " in page
    assert message in page
    assert "Dieser Link öffnet keinen Beleg" in page
    assert "http://testserver/beleg/" in page  # what a link looks like
    assert 'action="/beleg/" method="post"' in page
    assert 'content="noindex"' in page
    assert "<script>" not in page
    assert post(f"/beleg/{rest}").status_code in (307, 404)


@pytest.mark.parametrize("rest", [".", "%20", "%E2%80%8B", "...", ")", "%FF"])
def test_where_no_code_is_at_all_the_form_comes(client, rest):
    response = client.get(f"/beleg/{rest}", follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == "/beleg/"


def test_a_forged_post_withdraws_nothing(submit, post, code):
    submit(code)
    assert (
        post(f"/beleg/{code}/", headers={"Origin": "http://elsewhere.example"}).status_code == 403
    )
    assert Submission.objects.exists()


# The forum's question and the citizen's reply


@pytest.fixture
def asked(submit, code, reviewer):
    submission = submit(code, reason="Zu voll")
    submission.take(ASK_BACK, reviewer, "Welche Linie meinen Sie?")
    return submission


def test_a_question_is_shown_with_a_field_for_the_reply(client, asked, code):
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Welche Linie meinen Sie?" in page
    assert f'action="/beleg/{code}/antworten/"' in page


def test_a_question_waits_for_its_reply_whatever_staff_do_among_themselves(
    client, submit, code, reviewer
):
    links = "https://a.example www.b.example http://c.example"
    submission = submit(code, reason=links)
    submission.take(ASK_BACK, reviewer, "Welche Linie meinen Sie?")
    submission.take(RELEASE, reviewer)
    assert submission.open_question().text == "Welche Linie meinen Sie?"
    assert f'action="/beleg/{code}/antworten/"' in client.get(f"/beleg/{code}/").content.decode()


def test_a_reply_is_stored_and_the_submission_is_unread_again(client, post, asked, code):
    response = post(f"/beleg/{code}/antworten/", {"reply": "Die 105.\r\nAbends."})
    assert response.status_code == 303
    asked.refresh_from_db()
    assert asked.state == "received"
    step = asked.steps.last()
    assert (step.text, step.by) == ("Die 105.\nAbends.", None)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "<h3>Ihre Antwort</h3>" in page
    assert "/antworten/" not in page
    assert saved(client, response) == (
        "Ihre Antwort ist gespeichert. Das Themenforum kann sie jetzt lesen."
    )


@pytest.mark.parametrize("text", ["", "  \r\n", "a" * 4001, "a\0"])
def test_a_reply_that_cannot_be_taken_is_refused_and_kept(post, asked, code, text):
    response = post(f"/beleg/{code}/antworten/", {"reply": text})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Fehler: " in page
    assert text.replace("\r", "").replace("\0", "\N{REPLACEMENT CHARACTER}") in page
    assert asked.steps.count() == 1


def test_a_reply_to_no_question_comes_too_late_and_is_shown_to_copy(post, submit, code):
    submission = submit(code, reason="Zu voll")
    response = post(f"/beleg/{code}/antworten/", {"reply": "Noch etwas"})
    assert response.status_code == 409
    assert "Noch etwas" in response.content.decode()
    assert not submission.steps.exists()


# Changing the text


def test_the_text_can_be_changed_while_nobody_has_read_it(client, post, submit, code):
    submission = submit(code, reason="Zu vol", proposal="Mehr Busse")
    address = f"/beleg/{code}/aendern/"
    assert f'href="{address}"' in client.get(f"/beleg/{code}/").content.decode()
    page = client.get(address).content.decode()
    assert "Zu vol</textarea>" in page
    assert "Mehr Busse</textarea>" in page
    assert post(address, {"reason": "Zu voll", "proposal": "Mehr Busse"}).status_code == 303
    submission.refresh_from_db()
    assert (submission.reason, submission.proposal) == ("Zu voll", "Mehr Busse")


def test_a_submission_without_text_gets_one_and_has_to_be_read(post, submit, code):
    submission = submit(code)
    post(f"/beleg/{code}/aendern/", {"reason": "Doch etwas", "proposal": ""})
    submission.refresh_from_db()
    assert submission.state == "received"
    post(f"/beleg/{code}/aendern/", {"reason": "", "proposal": ""})
    submission.refresh_from_db()
    assert submission.state == "counted"


def test_a_new_text_is_looked_at_anew(post, submit, code):
    submission = submit(code, reason="Zu voll")
    links = "https://a.example www.b.example http://c.example"
    for reason, odd in ((links, "3 Links im Text"), ("Zu voll", "")):
        post(f"/beleg/{code}/aendern/", {"reason": reason, "proposal": ""})
        submission.refresh_from_db()
        assert (submission.reason, submission.check_reason) == (reason, odd)


def test_an_own_topic_can_be_changed_but_not_emptied(client, post, submit, code):
    submission = submit(code, other_topic="Spielplätz")
    address = f"/beleg/{code}/aendern/"
    assert 'value="Spielplätz"' in client.get(address).content.decode()
    assert post(address, {"other_topic": " ", "reason": "Bleibt"}).status_code == 422
    assert post(address, {"other_topic": "Spielplätze"}).status_code == 303
    submission.refresh_from_db()
    assert submission.other_topic == "Spielplätze"


@pytest.mark.parametrize("step", [MARK_READ, ASK_BACK, ANSWER])
def test_once_somebody_deals_with_it_the_text_stays(client, post, submit, code, reviewer, step):
    submission = submit(code, reason="Alt")
    submission.take(step, reviewer, "Worte")
    address = f"/beleg/{code}/aendern/"
    assert address not in client.get(f"/beleg/{code}/").content.decode()
    response = post(address, {"reason": "Neu", "proposal": ""})
    assert response.status_code == 409
    assert "Neu" in response.content.decode()
    submission.refresh_from_db()
    assert submission.reason == "Alt"


PARTS = ["aendern", "antworten", "zustimmung"]


@pytest.mark.parametrize("part", PARTS)
def test_behind_a_withdrawn_receipt_everything_says_so(post, submit, code, part):
    submit(code)
    post(f"/beleg/{code}/")
    response = post(f"/beleg/{code}/{part}/", {"reason": "x", "reply": "x"})
    assert "Zurückgezogen und gelöscht" in response.content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_behind_an_unknown_code_everything_gets_404(post, part, db):
    assert post(f"/beleg/{'B' * 30}/{part}/", {"reason": "x", "reply": "x"}).status_code == 404


@pytest.mark.parametrize("address", ["", "{}/", "{}/antworten/", "{}/aendern/"])
def test_what_is_no_form_of_the_site_is_not_taken(client, asked, code, address):
    address = f"/beleg/{address.format(code)}"
    response = client.post(address, {"code": code, "reply": "x"})  # multipart, as no form here
    assert response.status_code == 415
    assert asked.steps.count() == Submission.objects.count() == 1


@pytest.mark.parametrize("part", ["antworten", "zustimmung"])
def test_the_address_of_a_post_leads_back_to_the_receipt(client, submit, code, part):
    submit(code)
    response = client.get(f"/beleg/{code}/{part}/")
    assert (response.status_code, response["Location"]) == (302, f"/beleg/{code}/")


# Topics


def test_topic_and_further_topics_can_be_changed_while_nobody_has_read_it(
    client, post, submit, code
):
    arbeit, sport = Forum.objects.get(slug="arbeit"), Forum.objects.get(slug="sport-und-events")
    submission = submit(code, reason="Zu voll", further_interests=[arbeit.pk])
    address = f"/beleg/{code}/aendern/"
    page = client.get(address).content.decode()
    assert re.search('value="verkehr"[^>]*checked', page)
    assert re.search('name="further_interests" value="arbeit"[^>]*checked', page)
    answers = {"forum": "arbeit", "reason": "Zu voll", "further_interests": ["sport-und-events"]}
    response = post(address, answers)
    assert saved(client, response) == "Ihre Änderung ist gespeichert."
    submission.refresh_from_db()
    assert (submission.forum, submission.assigned_forum) == (arbeit, arbeit)
    assert submission.further_interests == [sport.pk]
    assert post(address, {"forum": "arbeit", "reason": "Zu voll"}).status_code == 303
    submission.refresh_from_db()
    assert submission.further_interests == []


def test_a_forum_becomes_a_topic_in_own_words_and_back(post, submit, code, verkehr):
    submission = submit(code)
    address = f"/beleg/{code}/aendern/"
    post(address, {"forum": "anderes-thema", "other_topic": "Spielplätze"})
    submission.refresh_from_db()
    assert (submission.forum, submission.other_topic) == (None, "Spielplätze")
    assert submission.assigned_forum is None
    # The own words stand in their folded field; who chooses a forum needn't empty it.
    post(address, {"forum": "verkehr", "other_topic": "Spielplätze"})
    submission.refresh_from_db()
    assert (submission.forum, submission.other_topic) == (verkehr, "")


def test_the_changed_topic_is_counted_where_it_belongs(post, submit, code):
    submit(code, reason="Zu voll")
    post(f"/beleg/{code}/aendern/", {"forum": "arbeit", "reason": "Zu voll"})
    rows = Tally.objects.filter(what="submission").values_list("forum__slug", "number")
    numbers = Counter()
    for slug, number in rows:
        numbers[slug] += number
    assert +numbers == {"arbeit": 1}


def test_of_two_topics_at_once_it_asks_which_is_meant(post, submit, code):
    submit(code)
    response = post(
        f"/beleg/{code}/aendern/", {"forum": "arbeit", "other_topic": "Schatten", "reason": "Neu"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Es ist schon ein Thema gewählt." in page
    assert 'value="Schatten"' in page
    assert "Neu</textarea>" in page


def test_a_topic_that_there_is_not_is_refused_and_the_text_kept(post, submit, code):
    submission = submit(code)
    response = post(f"/beleg/{code}/aendern/", {"forum": "mond", "reason": "Neu"})
    assert response.status_code == 422
    assert "Dieses Thema kennen wir nicht" in response.content.decode()
    assert "Neu</textarea>" in response.content.decode()
    submission.refresh_from_db()
    assert submission.forum.slug == "verkehr"


# The consent to publish


@pytest.mark.parametrize("step", [None, MARK_READ, ANSWER, SORT_OUT])
def test_the_consent_is_taken_back_and_given_at_any_time(
    client, post, submit, code, reviewer, step
):
    submission = submit(code, reason="Zu voll", publication_consent=True, wording_version="2026-11")
    if step:
        submission.take(step, reviewer, "Worte")
    address = f"/beleg/{code}/zustimmung/"
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Ja, Sie haben zugestimmt: „Mein Text darf auf diesem Portal und in Berichten" in page
    response = post(address)
    assert saved(client, response).startswith("Ihre Zustimmung ist zurückgenommen.")
    submission.refresh_from_db()
    assert (submission.publication_consent, submission.wording_version) == (False, "")
    sent = re.search(
        'name="publication_consent" value="(.*?)"',
        client.get(f"/beleg/{code}/").content.decode(),
    )[1]
    response = post(address, {"publication_consent": sent})
    assert saved(client, response).startswith("Ihre Zustimmung ist gespeichert.")
    submission.refresh_from_db()
    assert (submission.publication_consent, submission.wording_version) == (True, "2026-11")


def test_who_agreed_to_the_former_wording_reads_that(client, submit, code):
    submit(code, reason="Zu voll", publication_consent=True)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert (
        "„Mein Text darf ohne meinen Namen veröffentlicht werden. Wir prüfen ihn vorher.“" in page
    )


def test_who_has_an_old_page_of_the_desk_is_told_of_the_changed_consent(
    post, submit, code, reviewer
):
    submission = submit(code, reason="Zu voll", publication_consent=True)
    post(f"/beleg/{code}/zustimmung/")
    with pytest.raises(StateError):
        submission.take(MARK_READ, reviewer)


def test_the_same_consent_again_changes_nothing(post, submit, code):
    submission = submit(code, reason="Zu voll")
    post(f"/beleg/{code}/zustimmung/")
    submission.refresh_from_db()
    assert submission.version == 0


def test_without_a_text_there_is_nothing_to_agree_to(client, submit, code):
    submit(code)
    assert "veröffentlicht" not in client.get(f"/beleg/{code}/").content.decode()


# What was saved is said once


def test_what_was_saved_is_said_only_right_after(client, post, submit, code, time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 12, tzinfo=UTC))
    submit(code, reason="Zu voll")
    response = post(f"/beleg/{code}/zustimmung/")
    assert saved(client, response)
    time_machine.shift(timedelta(minutes=6))
    assert not saved(client, response)


def test_nobody_else_makes_a_receipt_say_something(client, post, submit, code):
    submit(code, reason="Zu voll")
    submit(other := random_code(), reason="Zu leer")
    query = post(f"/beleg/{other}/zustimmung/")["Location"].partition("?")[2]
    for odd in (query, "gespeichert=change", "gespeichert=%00", "gespeichert="):
        page = client.get(f"/beleg/{code}/?{odd}")
        assert page.status_code == 200
        assert 'class="saved' not in page.content.decode()


# What it gives along


def test_a_copy_of_the_submission_is_a_text_file_without_the_secret_link(
    client, submit, code, reviewer
):
    interests = [Forum.objects.get(slug="arbeit").pk]
    submission = submit(
        code, reason="Zu <voll>\nund laut", proposal="Mehr & mehr", further_interests=interests
    )
    submission.take(ANSWER, reviewer, "Der <Bus> kommt.")
    response = client.get(f"/beleg/{code}/beitrag.txt")
    text = response.content.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="ruhr-konferenz-beitrag.txt"'
    assert response["Cache-Control"] == "no-store"
    assert f"Beitragsnummer: {submission.shown_reference}\n" in text
    assert "\nThema:\nVerkehr\n" in text
    assert "\nBegründung:\nZu <voll>\nund laut\n" in text
    assert "\nVerbesserungsvorschlag:\nMehr & mehr\n" in text
    assert "\nWeitere Themen:\nArbeit\n" in text
    assert "\nVeröffentlichung:\nNicht erlaubt.\n" in text
    assert "Der <Bus> kommt." in text
    assert code not in text


def calendar(client, code):
    response = client.get(f"/beleg/{code}/kalender.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert code not in response.content.decode().replace("\r\n ", "")
    return Calendar.from_ical(response.content).events[0]


def test_a_calendar_gets_the_reference_and_never_the_secret_link(client, submit, code):
    submission = submit(code, reason="Zu voll")
    event = calendar(client, code)
    assert submission.shown_reference in event["SUMMARY"]
    assert event["URL"] == "http://testserver/beleg/"
    assert event.start == timezone.localdate() + timedelta(weeks=4)
    assert event["UID"] == calendar(client, code)["UID"]


def test_what_the_ministry_has_promised_is_said_with_its_day(client, submit, code, time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 12, tzinfo=UTC))
    submission = submit(code, reason="Zu voll")
    Ministry.objects.filter(forums=submission.forum).update(answer_days=30)
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Eine Antwort ist bis zum 31. März 2026 zugesagt" in page
    assert "Nicht jeder Beitrag" not in page
    assert calendar(client, code).start == date(2026, 3, 31)
    time_machine.move_to(datetime(2026, 4, 5, 12, tzinfo=UTC))
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "Eine Antwort war bis zum 31. März 2026 zugesagt" in page
    assert "Sie ist noch nicht da." in page
    assert calendar(client, code).start > date(2026, 4, 5)


def test_a_promise_is_no_more_said_once_it_is_answered(client, submit, code, reviewer):
    submission = submit(code, reason="Zu voll")
    Ministry.objects.update(answer_days=30)
    submission.take(ANSWER, reviewer, "Der Bus kommt.")
    page = client.get(f"/beleg/{code}/").content.decode()
    assert "zugesagt" not in page
    assert "kalender.ics" not in page


@pytest.mark.parametrize("file", ["beitrag.txt", "kalender.ics"])
def test_files_are_only_looked_at_and_a_withdrawn_receipt_says_so(client, post, submit, code, file):
    submit(code)
    assert post(f"/beleg/{code}/{file}").status_code == 405
    post(f"/beleg/{code}/")
    response = client.get(f"/beleg/{code}/{file}", follow=True)
    assert "Zurückgezogen und gelöscht" in response.content.decode()
    assert client.get(f"/beleg/{'B' * 30}/{file}").status_code == 404
