"""The whole way of an address: survey, mail, consent, topics, an update, leaving by one click.

The real server and the real worker; the mails are read from the folder that they are written to.
"""

import email
import email.policy
import os
import re
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.mail_server import MailServer
from tests.portal import ADMINISTRATOR, PASSWORD, running_portal, running_worker

PATIENCE = 20  # seconds until the worker must have done something


@pytest.fixture(scope="module")
def portal(django_db_setup, tmp_path_factory):
    """A portal of its own, whose mails become files."""
    folder = tmp_path_factory.mktemp("portal")
    mails = {"EMAIL_URL": f"file:///{folder}/mails", "WEB_CONCURRENCY": "1"}
    (folder / "mails").mkdir()
    with running_portal(os.environ["DATABASE_URL"], folder, **mails) as portal:
        yield portal


@pytest.fixture
def worker(portal):
    with running_worker(portal) as worker:
        yield worker


def wait_for(question):
    """Return the first true answer. Fails after PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not (answer := question()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return answer


@pytest.fixture
def receive(portal):
    """Return a new mail to an address with a word in its subject, when it has come."""
    read = set()

    def find(address, word):
        for file in (portal.log.parent / "mails").iterdir():
            # Django's backend writes a line of hyphens after each mail.
            for text in re.split(r"^-{70,}\n", file.read_text(), flags=re.MULTILINE):
                message = email.message_from_string(text, policy=email.policy.default)
                known = (file, message["Message-ID"])
                if message["To"] == address and word in message["Subject"] and known not in read:
                    read.add(known)
                    return message
        return None

    return lambda address, word: wait_for(lambda: find(address, word))


def link_in(message):
    """Return the address of the page that a mail leads to first, the same in text and HTML."""
    text = message.get_body(["plain"]).get_content()
    html = message.get_body(["html"]).get_content()
    address = re.findall(r"^http\S+/auf-dem-laufenden/\S+/$", text, re.MULTILINE)[0]
    assert f'href="{address}"' in html
    return address


def test_from_the_survey_to_an_update_and_out_again(portal, worker, page, receive):
    address = "citizen@example.org"
    # The survey, with an address
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Verkehr").check()
    page.get_by_label("Ihre E-Mail-Adresse (freiwillig)").fill("Citizen@Example.org")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    page.get_by_role("button", name="Jetzt absenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke!")
    # The mail, and consent for one topic
    message = receive(address, "Bitte bestätigen")
    assert message["Auto-Submitted"] == "auto-generated"
    page.goto(link_in(message))
    expect(page.get_by_role("heading", level=1)).to_have_text("Noch nicht bestätigt")
    page.get_by_text("Themen auswählen").click()
    page.get_by_role("checkbox", name="Verkehr").check()
    page.get_by_role("button", name="Ja, informieren Sie mich").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind angemeldet")
    # Two updates, of which one is about the topic
    log_in(page)
    publish(page, "Neues zur Arbeit", "Arbeit", recipients=0)
    publish(page, "Neues zum Verkehr", "Verkehr", recipients=1)
    message = receive(address, "Neues zum Verkehr")
    assert message["Subject"] == "Ruhr-Konferenz: Neues zum Verkehr"
    page.goto(link_in(message))
    expect(page.get_by_role("checkbox", name="Verkehr")).to_be_checked()
    page.goto("/neuigkeiten/")
    page.get_by_role("link", name="Neues zum Verkehr").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Neues zum Verkehr")
    mails = [file.read_text() for file in (portal.log.parent / "mails").iterdir()]
    assert not any("Neues zur Arbeit" in text for text in mails)
    # Leaving as a mail programme does it: one POST to the address in the header
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = message["List-Unsubscribe"].strip(" <>")
    urllib.request.urlopen(leave, data=b"List-Unsubscribe=One-Click", timeout=5).close()
    assert portal.rows("SELECT * FROM survey_subscription WHERE address = %s", address) == []


def test_a_job_that_waits_for_the_one_before_it_is_soon_found(portal, worker):
    """As the slices of an update: nobody tells the worker when it may begin."""
    portal.rows(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args) "
        "SELECT 'upkeep', 'survey.tasks.keep_retention', 'x', '{\"timestamp\": 0}' "
        "FROM generate_series(1, 3)"
    )

    def left():
        return portal.rows("SELECT count(*) FROM procrastinate_jobs WHERE lock = 'x'")[0][0]

    wait_for(lambda: left() < 3)
    begun = time.monotonic()
    wait_for(lambda: left() == 0)
    assert time.monotonic() - begun < 5


def log_in(page):
    page.goto("/verwaltung/")
    page.get_by_label("Anmeldename").fill(ADMINISTRATOR)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("link", name="Neuigkeiten", exact=True).first).to_be_visible()


def publish(page, title, topic, recipients):
    page.goto("/verwaltung/survey/update/add/")
    page.get_by_label("Titel").fill(title)
    page.get_by_label(topic, exact=True).check()
    page.get_by_label("Text:").fill("Es geht **weiter**.")
    page.get_by_role("button", name="Sichern und weiter bearbeiten").click()
    page.get_by_role("link", name="Vorschau und Senden").click()
    words = "bestätigte Adresse" if recipients == 1 else "bestätigte Adressen"
    expect(page.locator("#content-main")).to_contain_text(f"{recipients} {words} ({topic})")
    page.get_by_role("button", name="Veröffentlichen und senden").click()
    expect(page.get_by_text("Die Neuigkeit ist öffentlich")).to_be_visible()


def test_a_worker_that_is_killed_among_1000_mails_sends_none_twice(portal):
    portal.rows("TRUNCATE survey_subscription, survey_delivery")
    portal.rows(
        "INSERT INTO survey_subscription "
        "(id, address, token, wording_version, requested_at, confirmed_at, topics) "
        "SELECT gen_random_uuid(), n || '@example.org', 'T' || n, 'x', now(), now(), '{}' "
        "FROM generate_series(1, 1000) AS n"
    )
    [(update,)] = portal.rows(
        "INSERT INTO survey_update (title, slug, text, published_at, published_by_id) "
        "SELECT 'Radweg', 'radweg', 'Er kommt.', now(), id FROM auth_user LIMIT 1 RETURNING id"
    )
    send = f"from survey.news.tasks import send_update; send_update.defer(update={update})"

    def states():
        query = "SELECT state, count(*) FROM survey_delivery WHERE update_id = %s GROUP BY state"
        return dict(portal.rows(query, update))

    with MailServer() as server:
        portal.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        portal.manage("shell", "-c", send)
        with running_worker(portal) as worker:
            wait_for(lambda: len(server.taken) > 300)
            worker.kill()
            worker.wait()
        assert states()["waiting"] > 0
        portal.manage("shell", "-c", send)
        with running_worker(portal):
            wait_for(lambda: "waiting" not in states())
    assert set(server.taken.values()) == {1}
    unclear = portal.rows(
        "SELECT address FROM survey_subscription AS s JOIN survey_delivery AS d "
        "ON d.subscription_id = s.id WHERE d.state = 'sending' AND d.update_id = %s",
        update,
    )
    assert len(unclear) <= 50
    missing = {f"{number}@example.org" for number in range(1, 1001)} - set(server.taken)
    assert missing <= {address for (address,) in unclear}
    assert states()["sent"] + len(unclear) == 1000
