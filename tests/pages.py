"""The public pages in every state, also in those that need a POST."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from forums.models import Forum
from ruhrdialog.lib.codes import random_code
from ruhrdialog.proxy_pages import TEXTS, proxy_page
from survey.news.links import CONFIRM, LEAVE, PAGE
from survey.news.mails import update_mail
from survey.news.models import Subscription, Update
from survey.participation.forms import SurveyForm
from survey.participation.said_once import Saved, see_receipt
from survey.participation.signed_answers import SignedAnswers
from survey.submissions.steps import ASK_BACK

FORM = "application/x-www-form-urlencoded"
PAGES = [
    *("/", "/themenforen/", "/themenforen/?suche=Raumfahrt", "/themenforen/?ministerium=mond"),
    *("/faq/", "/faq/was-ist-ein-themenforum/", "/faq/welche-themenforen-gibt-es/"),
    *(
        "/mitmachen/",
        "/themenforen/verkehr/mitmachen/",
        "/mitmachen/plakat/",
        "/mitmachen/papier/",
        "/beleg/",
        "/stand/",
        "/auf-dem-laufenden/",
        "/neuigkeiten/",
        "/ergebnisse/",
        "/ergebnisse/verkehr/",
        "/ergebnisse/beitraege/",
        "/projekte/",
    ),
    *("/impressum/", "/datenschutz/", "/barrierefreiheit/", "/barrierefreiheit/danke/"),
    *("/leichte-sprache/", "/gebaerdensprache/", "/gibt-es-nicht/"),
]
WRONG = "forum=mond&other_topic=&reason=" + "a" * 4001 + "&email=b&further_interests=mond"
RIGHT = (
    "other_topic=Spielpl%C3%A4tze&reason=Tel.+030+23125123&proposal=%3Cb%3E&email=a@example.org"
    "&further_interests=arbeit&further_interests=ehrenamt&publication_consent=on"
)
MISTYPED = f"name@{'gmial.com'}"
WITHOUT_ADDRESS = RIGHT.replace("a@example.org", "")


def states_of_a_subscription(client, post):
    """Return what its links show."""
    pages = {}
    Subscription.objects.request("name@example.org")
    row = Subscription.objects.get()
    address = "/auf-dem-laufenden"
    pages["no subscription"] = client.get(f"{address}/a/").content.decode()
    pages["consent"] = client.get(f"{address}/{CONFIRM.to(row)}/bestaetigen/").content.decode()
    pages["topics with errors"] = post(f"{address}/{row.token}/", "topics=mond")
    Subscription.objects.get().confirm([])
    pages["subscription"] = client.get(f"{address}/{PAGE.to(row)}/").content.decode()
    pages["subscription by a former link"] = client.get(f"{address}/{row.token}/").content.decode()
    pages["data by a former link"] = client.get(
        f"{address}/{row.token}/daten.json"
    ).content.decode()
    pages["leave"] = client.get(f"{address}/{LEAVE.to(row)}/abmelden/").content.decode()
    pages["left"] = post(f"{address}/{LEAVE.to(row)}/abmelden/", "")
    for kind, ends in ((CONFIRM, "bestaetigen/"), (PAGE, ""), (LEAVE, "abmelden/")):
        gone = client.get(f"{address}/{kind.to(row)}/{ends}")
        pages[f"{kind.name} of who has left"] = gone.content.decode()
    pages["joining with a wish"] = post(f"{address}/", "email=Ja")
    pages["joining with a mistyped address"] = post(f"{address}/", f"email={MISTYPED}")
    return pages


def states_of_a_draft(client, post):
    """Return what its link shows, and what is shown of one that was thrown away."""

    def saved():
        response = client.post("/mitmachen/entwurf/", RIGHT, FORM, CONTENT_TYPE=FORM)
        return response["Location"]

    kept, gone = saved(), saved().removesuffix("gespeichert/")
    return {
        "no draft to save": post("/mitmachen/entwurf/", "reason="),
        "draft saved": client.get(kept).content.decode(),
        "draft": client.get(kept.removesuffix("gespeichert/")).content.decode(),
        "draft thrown away": post(f"{gone}loeschen/", ""),
        "draft gone": client.get(gone).content.decode(),
    }


def states_of_the_survey(post):
    """Return the form and the check page as they answer what was typed."""
    pages = {}
    pages["survey with errors"] = post("/mitmachen/pruefen/", WRONG)
    pages["survey with a topic found"] = post("/mitmachen/pruefen/", "wort=Bus&finden=1")
    pages["survey with none found"] = post("/mitmachen/pruefen/", "wort=Raumfahrt&finden=1")
    pages["survey with a wrong word"] = post("/mitmachen/pruefen/", f"wort={'a' * 101}&finden=1")
    pages["survey with a mistyped address"] = post("/mitmachen/pruefen/", f"email={MISTYPED}")
    for email in ("Ja", "nein", MISTYPED):
        name = f"check page with {email}"
        pages[name] = post("/mitmachen/pruefen/", f"forum=verkehr&email={email}")
    pages["check page"] = post("/mitmachen/pruefen/", RIGHT)
    signed = carried(WITHOUT_ADDRESS)
    with pytest.MonkeyPatch.context() as crowd:
        crowd.setattr("survey.participation.sending.TAKEN", 0)
        pages["too many from one network"] = post("/mitmachen/absenden/", f"signed={signed}")
    pages["survey to change"] = post("/mitmachen/", f"signed={signed}")
    post("/mitmachen/absenden/", f"signed={signed}")
    pages["already sent"] = post("/mitmachen/absenden/", sent_again(signed))
    return pages


def states_of_the_stand(post):
    """Return what an information stand shows, from the errors to the receipt."""
    check = post("/stand/", WITHOUT_ADDRESS)
    signed = carried(WITHOUT_ADDRESS)
    return {
        "/stand/ with errors": post("/stand/", WRONG),
        "/stand/ check page": check,
        "/stand/ to change": post("/stand/", f"signed={signed}&aendern=id_reason"),
        "/stand/ to change the topic": post("/stand/", f"signed={signed}&aendern=id_forum"),
        "/stand/ receipt": post("/stand/", f"signed={signed}"),
        "/stand/drucker/ receipt": post("/stand/drucker/", f"signed={signed}"),
        "/stand/ another": post("/stand/", sent_again(signed)),
        "already sent": post("/mitmachen/absenden/", sent_again(signed)),
    }


def carried(body):
    """Return what the check page of some answers carries, be the survey open or not."""
    return SignedAnswers(SurveyForm.as_typed(QueryDict(body))).sign()


def sent_again(signed):
    """Return the body of a form that sends other answers under the code of a check page."""
    answers = SignedAnswers.read(signed)
    other = replace(answers, data=answers.data | {"reason": "Anders"})
    return urlencode({"signed": other.sign()})


def public_states(client, submit, reviewer):
    """Return every public page and mail in every state: a name and its HTML."""

    def post(address, body):
        return client.post(address, body, FORM, CONTENT_TYPE=FORM).content.decode()

    pages = {page: client.get(page).content.decode() for page in PAGES}
    for forum in Forum.objects.all():
        address = f"/themenforen/{forum.slug}/"
        pages[address] = client.get(address).content.decode()
    pages |= states_of_the_survey(post)
    pages |= states_of_a_draft(client, post)
    pages |= states_of_the_stand(post)
    pages["code with errors"] = post("/beleg/", "code=b")
    pages["no receipt"] = client.get("/beleg/a/").content.decode()
    pages["report with errors"] = post("/barrierefreiheit/", "message=")
    code = random_code()
    submission = submit(code, reason="Grund", further_interests=[])
    pages["receipt"] = client.get(f"/beleg/{code}/").content.decode()
    for saved in (Saved.ADDRESS, Saved.CHANGE):
        told = client.get(see_receipt(code, saved)["Location"])
        pages[f"receipt that says {saved.name}"] = told.content.decode()
    pages["change"] = client.get(f"/beleg/{code}/aendern/").content.decode()
    pages["change with a hint"] = post(f"/beleg/{code}/aendern/", "reason=0201+1234567")
    submission.take(ASK_BACK, reviewer, "Welche Linie?")
    pages["receipt with a question"] = client.get(f"/beleg/{code}/").content.decode()
    pages["reply with errors"] = post(f"/beleg/{code}/antworten/", "reply=")
    pages["reply with a hint"] = post(f"/beleg/{code}/antworten/", "reply=0201+1234567")
    pages["change too late"] = post(f"/beleg/{code}/aendern/", "reason=a")
    pages["reply"] = post(f"/beleg/{code}/antworten/", "reply=Die+105")
    pages["answered"] = client.get(f"/beleg/{code}/").content.decode()
    pages["withdraw"] = post(f"/beleg/{code}/", "")
    pages["withdrawn"] = client.get(f"/beleg/{code}/").content.decode()
    pages |= states_of_a_subscription(client, post)
    update = Update.objects.create(title="Radweg", slug="radweg", text="## Er\n\n- kommt")
    update.publish(reviewer)
    for address in ("/neuigkeiten/radweg/", "/neuigkeiten/"):
        pages[f"{address} with an update"] = client.get(address).content.decode()
    pages["mail update"] = update_mail(update, None).alternatives[0][0]
    for mail in ("consent", "already_joined"):
        words = {
            "subject": "Betreff",
            "site_url": "https://portal.example",
            "address": "https://a.b/c",
        }
        pages[f"mail {mail}"] = render_to_string(f"emails/{mail}.html", words)
    pages |= {f"{status} of the proxy": proxy_page(status) for status in TEXTS}
    return {name: html for name, html in pages.items() if html}
