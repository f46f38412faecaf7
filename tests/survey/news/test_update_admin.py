"""News in the administration: write, preview, try out, publish, decide what is unclear."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forums.models import Forum
from ruhrdialog.lib.smtp.trouble import Trouble, UnknownEndError
from survey.news.mail_server import MailServer
from survey.news.models import Subscription, Update

pytestmark = pytest.mark.django_db
ADD = "/verwaltung/survey/update/add/"


@pytest.fixture
def page(administrator):
    """Write a draft as the administrator, who has an address; return its place."""
    user = administrator.get("/verwaltung/").context["user"]
    user.email = "editor@example.org"
    user.save()
    verkehr = Forum.objects.get(slug="verkehr")
    fields = {
        "title": "Der Radweg",
        "slug": "radweg",
        "topics": [verkehr.pk],
        "text": "Er *kommt*.",
    }
    assert administrator.post(ADD, fields).status_code == 302
    return f"/verwaltung/survey/update/{Update.objects.get().pk}"


@pytest.fixture
def press(administrator, page):
    """Press a button on the page for sending; return the page that follows."""

    def post(verb):
        response = administrator.post(f"{page}/senden/", {"verb": verb}, follow=True)
        assert response.redirect_chain == [(f"{page}/senden/", 302)]
        return response.content.decode()

    return post


@pytest.fixture
def subscribers(db):
    Subscription.objects.bulk_create(
        Subscription(
            address=f"{number}@example.org", wording_version="x", confirmed_at=timezone.now()
        )
        for number in range(3)
    )


def test_the_preview_of_the_mail_may_have_its_styles_and_nothing_else_may(administrator, page):
    policy = administrator.get(f"{page}/vorschau/mail/")["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert re.search("script-src 'self'(;|$)", policy)
    assert "unsafe" not in administrator.get(f"{page}/vorschau/")["Content-Security-Policy"]


def test_no_more_go_out_in_a_month_than_was_promised(press, settings, reviewer):
    settings.NEWS_PER_MONTH = 1
    Update.objects.create(title="a", slug="a", text="a").publish(reviewer)
    shown = press("publish")
    assert "wie wir höchstens versprochen" in shown
    assert "Versprochen haben wir höchstens 1 im Monat. In diesem Monat veröffentlicht: 1." in shown
    assert Update.objects.get(slug="radweg").published_at is None
    settings.NEWS_PER_MONTH = 2
    assert "Die Neuigkeit ist öffentlich" in press("publish")


def test_what_came_back_is_counted(press, subscribers):
    press("publish")
    [row] = Update.objects.all()
    row.prepare_deliveries()
    row.deliveries.update(state="sent")
    row.deliveries.filter(pk=row.deliveries.first().pk).update(bounced=True)
    shown = re.sub(r"\s+", " ", press("nothing"))
    assert "Gesendet</th><td>3<" in shown
    assert "Davon zurückgekommen</th><td>1<" in shown


@pytest.fixture
def unclear(press, subscribers):
    """Three deliveries that were cut off in the middle."""
    press("publish")
    update = Update.objects.get()
    update.prepare_deliveries()
    ProcrastinateJob.objects.all().delete()
    update.deliveries.update(state="sending", marked_at=timezone.now() - timedelta(hours=1))
    return update


def test_a_draft_is_written_and_shown_as_page_and_as_mail(administrator, page):
    assert f'href="{page}/senden/"' in administrator.get(f"{page}/change/").content.decode()
    preview = administrator.get(f"{page}/vorschau/").content.decode()
    assert "<em>kommt</em>" in preview
    assert "Entwurf" in preview
    html = administrator.get(f"{page}/vorschau/mail/").content.decode()
    assert "<em>kommt</em>" in html
    assert "http://testserver/neuigkeiten/radweg/" in html
    text = administrator.get(f"{page}/vorschau/text/")
    assert "Er kommt." in text.content.decode()
    assert text["Content-Type"] == "text/plain; charset=utf-8"


def test_the_test_mail_goes_to_the_own_address_only(press, subscribers):
    assert "Die Testmail ist an editor@example.org unterwegs." in press("test")
    [message] = mail.outbox
    assert message.to == ["editor@example.org"]
    assert message.subject == "Test: Ruhr-Konferenz: Der Radweg"
    assert Update.objects.get().published_at is None


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            ConnectionRefusedError("niemand da"),
            "Der Mailserver hat die Testmail nicht genommen: niemand da",
        ),
        (UnknownEndError(), ">Ob der Mailserver die Mail genommen hat, ist unklar."),
    ],
)
def test_a_test_mail_that_is_refused_says_why(press, monkeypatch, error, words):
    def refuse(_):
        raise error

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    assert words in press("test")


def test_while_the_mail_server_takes_nothing_it_is_said_what_they_wait_for(press, subscribers):
    press("publish")
    Update.objects.get().prepare_deliveries()
    assert "Mailserver lehnt" not in press("nothing")
    MailServer.objects.failed(Trouble.PASSWORD)
    MailServer.objects.update(tried_at="2026-11-23T11:00:00Z")
    shown = re.sub(r"\s+", " ", press("nothing"))
    assert "Der Mailserver lehnt Benutzername oder Passwort ab." in shown
    assert "Zuletzt versucht: 23. November, 12:00 Uhr. Nächster Versuch: 23. November, 12:10" in (
        shown
    )
    Update.objects.get().deliveries.update(state="sent")
    assert "Mailserver lehnt" not in press("nothing")


def test_without_an_own_address_there_is_no_test_mail(press, django_user_model):
    django_user_model.objects.update(email="")
    assert "In Ihrem Benutzerkonto steht keine E-Mail-Adresse." in press("test")
    assert mail.outbox == []


def test_the_number_of_recipients_is_shown_before_and_the_progress_after(
    administrator, page, press, subscribers
):
    before = administrator.get(f"{page}/senden/").content.decode()
    assert "<strong>3</strong> bestätigte Adressen" in before
    assert "(Verkehr)" in before
    assert "Die Neuigkeit ist öffentlich und wird gesendet." in press("publish")
    assert ProcrastinateJob.objects.get().args == {"update": Update.objects.get().pk}
    assert administrator.get("/neuigkeiten/radweg/").status_code == 200
    Update.objects.get().prepare_deliveries()
    after = administrator.get(f"{page}/senden/").content.decode()
    assert '<th scope="row">Warten</th><td>3</td>' in after


def test_pressed_twice_it_is_published_once(press):
    press("publish")
    assert "Die Neuigkeit war schon veröffentlicht." in press("publish")
    assert ProcrastinateJob.objects.count() == 1


def test_after_that_address_and_topics_stay(administrator, page, press):
    press("publish")
    fields = {"title": "Der Radweg kommt", "slug": "anders", "topics": [], "text": "Er kommt."}
    assert administrator.post(f"{page}/change/", fields).status_code == 302
    update = Update.objects.get()
    assert (update.title, update.slug) == ("Der Radweg kommt", "radweg")
    assert update.topics.get().slug == "verkehr"


def test_unclear_ones_are_sent_again_on_demand(press, unclear):
    assert "Bei 3 E-Mails ist das Senden mittendrin abgebrochen." in press("nothing")
    press("resend_unclear")
    assert unclear.progress()["waiting"] == 3
    assert ProcrastinateJob.objects.count() == 1


def test_or_are_taken_as_sent(press, unclear):
    assert "Als gesendet angesehen: 3." in press("settle_unclear")
    assert unclear.progress()["sent"] == 3
    assert not ProcrastinateJob.objects.exists()


def test_nothing_is_said_to_be_done_when_there_was_nothing_to_do(press, unclear):
    press("settle_unclear")
    nothing = "Es gibt keine E-Mails, bei denen unklar ist, ob sie angekommen sind."
    for verb, words in (
        ("settle_unclear", nothing),
        ("resend_unclear", nothing),
        ("go_on", "Es ist nichts zu senden."),
    ):
        page = press(verb)
        assert words in page
        assert "geht weiter" not in page
        assert "Als gesendet angesehen" not in page
    assert not ProcrastinateJob.objects.exists()


def test_a_draft_is_not_sent_on(press, subscribers):
    assert "Es ist nichts zu senden." in press("go_on")
    assert not ProcrastinateJob.objects.exists()


def test_what_waits_is_sent_on(press, subscribers):
    press("publish")
    assert "Das Senden geht weiter." in press("go_on")  # no recipient has been found yet
    Update.objects.get().prepare_deliveries()
    assert "Das Senden geht weiter." in press("go_on")


def test_saved_without_a_change_nothing_was_changed(administrator, page):
    form = administrator.get(f"{page}/change/").context["adminform"].form
    fields = {name: form[name].value() for name in form.fields}
    response = administrator.post(f"{page}/change/", fields, follow=True).content.decode()
    assert "Es war nichts zu ändern" in response
    assert "erfolgreich" not in response
    response = administrator.post(f"{page}/change/", fields | {"text": "Neu"}, follow=True)
    assert "Es war nichts zu ändern" not in response.content.decode()
    assert "erfolgreich" in response.content.decode()


def test_no_subscribers_address_is_on_any_of_these_pages(administrator, page, unclear):
    for address in ("change", "senden", "vorschau", "vorschau/mail", "history"):
        assert "0@example.org" not in administrator.get(f"{page}/{address}/").content.decode()


def test_a_title_of_two_lines_is_one_in_the_mail(press):
    Update.objects.update(title="Der\r\nBcc: x@example.org")
    press("test")
    assert mail.outbox[0].subject == "Test: Ruhr-Konferenz: Der Bcc: x@example.org"


# It refuses


@pytest.mark.parametrize("address", ["senden", "vorschau", "vorschau/mail", "vorschau/text"])
def test_strangers_get_the_login(client, page, address):
    client.logout()
    response = client.get(f"{page}/{address}/")
    assert response["Location"].startswith("/verwaltung/login/")


@pytest.mark.parametrize("address", ["senden", "vorschau", "vorschau/mail", "vorschau/text"])
@pytest.mark.parametrize(
    ("name", "status"), [("rita", 200), ("vera", 403), ("jan", 403), ("lea", 403), ("dana", 403)]
)
def test_they_are_for_the_editorial_staff(request, page, address, name, status):
    response = request.getfixturevalue(name).get(f"{page}/{address}/")
    assert response.status_code == status
    assert ("kommt" in response.content.decode()) is (status == 200 and address != "senden")


@pytest.mark.parametrize("address", ["senden", "vorschau", "vorschau/mail", "vorschau/text"])
def test_without_a_role_nobody_sees_a_draft(client, django_user_model, page, address):
    client.force_login(django_user_model.objects.create_user("person", is_staff=True))
    assert client.get(f"{page}/{address}/").status_code == 403


@pytest.mark.parametrize("verb", ["test", "publish", "go_on", "resend_unclear", "settle_unclear"])
def test_who_may_not_write_it_sends_nothing(lea, page, verb):
    assert lea.post(f"{page}/senden/", {"verb": verb}).status_code == 403
    assert Update.objects.get().published_at is None
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.parametrize("address", ["vorschau", "vorschau/mail", "vorschau/text"])
def test_a_preview_is_only_to_look_at(administrator, page, address):
    assert administrator.post(f"{page}/{address}/").status_code == 405


def test_what_is_missing_is_named(administrator):
    response = administrator.post(ADD, {"title": "", "slug": "ä", "text": ""})
    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {"title", "slug", "text"}


def test_an_unknown_update_gets_404(administrator):
    assert administrator.get("/verwaltung/survey/update/999/senden/").status_code == 404
