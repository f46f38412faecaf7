"""The mailbox of returned mails, asked at a small server of our own that speaks IMAP (RFC 3501)."""

import re
import socketserver
import ssl
import threading

import pytest

from ruhrdialog.health.looked_at import silence_of_mailbox
from ruhrdialog.lib.returns import Mailbox
from ruhrdialog.lib.smtp.trouble import RefusedError
from survey.news import mailbox
from survey.news.mailbox import MailboxError, read_mailbox
from survey.news.marks import return_address
from survey.news.models import Subscription
from survey.upkeep.models import Mark
from survey.upkeep.returned_mails import read_returned_mails
from survey.upkeep.tasks import look_at_mailbox
from tests.mail_server import authority
from tests.survey.news.returned_mails import plain

pytestmark = pytest.mark.django_db


class Server(socketserver.ThreadingTCPServer):
    """Holds mails; `refuse` names a command that gets NO, or "die" after the greeting."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails, self.deleted, self.refuse, self.asked = {}, set(), "", []
        self.is_terse = False  # says nothing of no mails


class Talk(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            if self.server.refuse == "die":
                return
            tag, command, *rest = line.replace("UID ", "").split(" ")
            self.server.asked.append(" ".join([command, *rest]))
            refused = command == self.server.refuse
            if not refused:
                self.answer(command, rest)
            self.say(f"{tag} {'NO [X] name@example.org' if refused else 'OK'} done")

    def answer(self, command, rest):
        mails, gone = self.server.mails, self.server.deleted
        if command == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif command == "SELECT":
            self.say(f"* {len(mails)} EXISTS")
        elif command == "SEARCH":
            found = [str(key) for key in mails if key not in gone]
            if found or not self.server.is_terse:
                self.say(" ".join(["* SEARCH", *found]))
        elif command == "FETCH":
            most = int(re.search(r"<0\.(\d+)>", rest[1])[1])
            content = mails[int(rest[0])][:most]
            self.say(f"* 1 FETCH (UID {rest[0]} BODY[]<0> {{{len(content)}}}")
            self.wfile.write(content + b")\r\n")
        elif command == "STORE":
            gone.add(int(rest[0]))
        elif command == "EXPUNGE":
            for key in gone:
                mails.pop(key, None)


@pytest.fixture
def server(settings):
    settings.BOUNCE_ADDRESS = "returns+*@example.org"
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        port = server.server_address[1]
        settings.BOUNCE_MAILBOX = Mailbox("127.0.0.1", port, False, "u", 'p "/', 'Zu "r')
        yield server
        server.shutdown()


@pytest.fixture
def row():
    Subscription.objects.request("name@example.org")
    return Subscription.objects.get()


def returned(row):
    return plain("550 5.1.1 user unknown").replace("{to}", return_address(row)).encode()


def test_mails_are_taken_and_deleted(server, row):
    server.mails = {3: returned(row), 5: plain("a", subject="Automatische Antwort").encode()}
    look_at_mailbox(timestamp=0)
    assert server.mails == {}
    assert not Subscription.objects.exists()
    assert 'SELECT "Zu \\"r"' in server.asked


@pytest.mark.parametrize("is_terse", [False, True])
def test_an_empty_mailbox_is_no_trouble(server, settings, is_terse):
    server.is_terse = is_terse
    assert read_mailbox(settings.BOUNCE_MAILBOX) == 0
    assert "EXPUNGE" not in server.asked


def test_a_long_mail_is_read_in_part(server, row):
    server.mails = {1: returned(row) + b"a" * 300_000}
    read_returned_mails()
    assert not Subscription.objects.exists()


def test_a_mail_that_can_not_be_handed_on_stays(server, row, settings, monkeypatch):
    def fail(_):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", fail)
    server.mails = {1: returned(row), 2: b"Subject: Frage\n\nGeheim"}
    with pytest.raises(ConnectionRefusedError):
        read_mailbox(settings.BOUNCE_MAILBOX)
    assert server.deleted == {1}


def test_a_mail_that_people_do_not_get_does_not_stop_the_next(server, row, settings, monkeypatch):
    def refuse(_):
        raise RefusedError(552)

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    server.mails = {1: b"Subject: Frage\n\nGeheim", 2: returned(row)}
    with pytest.raises(RefusedError):
        read_mailbox(settings.BOUNCE_MAILBOX)
    assert server.deleted == {2}


@pytest.mark.parametrize("refuse", ["LOGIN", "SELECT", "SEARCH", "FETCH", "STORE", "die"])
def test_what_the_mailbox_refuses_is_told_without_its_words(server, row, caplog, settings, refuse):
    server.mails, server.refuse = {1: returned(row)}, refuse
    with pytest.raises(MailboxError) as error:
        read_mailbox(settings.BOUNCE_MAILBOX)
    assert "name@" not in f"{error.value}{caplog.text}"
    read_returned_mails()
    since = Mark.objects.get(pk=Mark.Name.MAILBOX_AWAY).at
    read_returned_mails()
    assert Mark.objects.get(pk=Mark.Name.MAILBOX_AWAY).at == since
    assert silence_of_mailbox() >= 0
    server.refuse = ""
    read_returned_mails()
    assert not Mark.objects.exists()


def test_only_so_many_are_read_in_one_go(server, row, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_AT_ONCE", 2)
    server.mails = dict.fromkeys(range(3), b"Auto-Submitted: auto-replied\n\n")
    read_returned_mails()
    assert len(server.mails) == 1


@pytest.mark.parametrize("certificate", ["good", "expired", "other", "unknown"])
def test_with_imaps_the_certificate_is_checked_before_the_password_goes_out(
    server, row, settings, monkeypatch, certificate
):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority() / f"{certificate}.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority() / "ca.pem"))
    settings.BOUNCE_MAILBOX = settings.BOUNCE_MAILBOX._replace(tls=True)
    server.mails = {1: returned(row)}
    read_returned_mails()
    assert Subscription.objects.exists() == (certificate != "good")
    assert bool(server.asked) == (certificate == "good")


def test_with_imaps_nothing_is_said_in_the_clear(server, settings):
    settings.BOUNCE_MAILBOX = settings.BOUNCE_MAILBOX._replace(tls=True)
    server.refuse = "die"
    with pytest.raises(ssl.SSLError):
        read_mailbox(settings.BOUNCE_MAILBOX)
    assert server.asked == []


def test_without_a_mailbox_nothing_is_read(settings):
    Mark.objects.ended_now(Mark.Name.MAILBOX_AWAY)
    read_returned_mails()
    assert not Mark.objects.exists()


def test_an_error_of_the_mailbox_is_one_of_the_network():
    assert issubclass(MailboxError, OSError)
