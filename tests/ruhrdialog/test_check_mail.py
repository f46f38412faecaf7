"""`manage.py check_mail`: what works with the mail server, step by step; `status` asks it, too."""

import json
import socket

import pytest
from django.core.management import CommandError, call_command

from ruhrdialog.lib.smtp.server import settings_of
from tests.mail_server import MailServer, authority
from tests.portal import free_port

TO = "name@example.org"


@pytest.fixture
def check(settings, capsys):
    """Run the command with a URL; return what it says and its exit code."""
    settings.EMAIL_CA_FILE = str(authority() / "ca.pem")
    settings.EMAIL_TIMEOUT = 1

    def run(url, *arguments, command="check_mail"):
        for name, value in settings_of(url, plain_allowed=False).items():
            setattr(settings, name, value)
        code = 0
        try:
            call_command(command, *arguments)
        except SystemExit as end:
            code = end.code
        return capsys.readouterr().out, code

    return run


def test_each_step_is_told_and_the_mail_sent(check):
    with MailServer("starttls", ("portal", "secret")) as server:
        said, code = check(f"submission://portal:secret@127.0.0.1:{server.port}", TO)
    titles = [line[2:].split()[0] for line in said.splitlines()]
    assert titles == ["Name", "Verbindung", "TLS", "Passwort", "Mail"]
    assert "TLSv1.3, das Zertifikat gilt bis zum " in said
    assert "die Mail an name@example.org ist unterwegs" in said
    assert code == 0
    assert server.taken == {TO: 1}
    assert "secret" not in said


def test_without_an_address_no_mail_is_sent(check):
    with MailServer() as server:
        said, code = check(f"smtp://localhost:{server.port}")
    assert "TLS         keines: Mails gehen im Klartext" in said
    assert "Passwort    keines" in said
    assert "Absender    portal@testserver wird angenommen." in said
    assert code == 0
    assert server.seen == 0


@pytest.mark.django_db
def test_status_asks_it_without_sending_a_mail(check):
    with MailServer(security="smtps") as server:
        url = f"smtps://127.0.0.1:{server.port}"
        said, _ = check(url, command="status")
        assert "  Absender    portal@testserver wird angenommen." in said
        told = json.loads(check(url, "--json", command="status")[0])
        assert [step["title"] for step in told["mail_server"]][-1] == "Absender"
        server.sender = "550 5.7.1 Who are you?"
        said, code = check(url, command="status")
    assert "! Der Mailserver nimmt vom Absender dieses Portals nichts an. Antwort: 550." in said
    assert code == 1
    assert server.seen == 0


# It refuses


@pytest.mark.parametrize(
    ("url", "server", "said"),
    [
        (
            "smtps://portal:wrong@127.0.0.1:{}",
            {},
            "lehnt Benutzername oder Passwort ab. Antwort: 535",
        ),
        ("submission://127.0.0.1:{}", {}, "Das Zertifikat des Mailservers"),
        ("smtp://127.0.0.1:{}", {"recipients": {TO: "550 5.1.1 Who?"}}, "nicht (550 5.1.1)"),
        ("smtp://127.0.0.1:{}", {"at_mail": {1: "die"}}, "ist unklar"),
        ("smtp://127.0.0.1:{}", {"at_mail": {1: "421 Closing"}}, "bricht die Verbindung"),
        ("smtp://127.0.0.1:{}", {"sender": "451 Later"}, "nimmt zurzeit nichts an"),
        ("submission://mail.invalid", {}, "Name des Mailservers lässt sich nicht auflösen"),
        ("file:///tmp/mails", {}, "EMAIL_URL nennt keinen"),
    ],
)
def test_what_does_not_work_is_told_as_the_last_step(check, url, server, said, monkeypatch):
    security = {"smtps": "smtps", "submission": "starttls"}.get(url.split(":")[0])
    certificate = "expired" if security == "starttls" else "good"
    login = ("portal", "right") if "@" in url else None
    with MailServer(security, login, certificate=certificate) as running:
        vars(running).update(server)
        if url.endswith(".invalid"):
            monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
        told, code = check(url.format(running.port), TO)
    assert code == 1
    last = told.splitlines()[-1]
    assert last.startswith("!")
    assert said in last
    assert "wrong" not in told


def no_such_name(*_, **__):
    """Answer as a name server does; the tests have no network."""
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_server_that_is_not_there_is_told(check):
    said, code = check(f"smtp://127.0.0.1:{free_port()}", TO)
    assert "Der Mailserver ist nicht zu erreichen." in said
    assert code == 1


def test_what_is_no_address_gets_no_mail(check):
    with pytest.raises(CommandError, match="keine E-Mail-Adresse"):
        check("smtp://localhost", "name")
