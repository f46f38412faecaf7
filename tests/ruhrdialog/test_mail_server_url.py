"""EMAIL_URL means what it says: each form against a real mail server, and what is refused."""

import re
import socket

import pytest
from django.core.mail import EmailMessage, get_connection

from ruhrdialog.lib.smtp.server import is_certificate, settings_of
from ruhrdialog.lib.smtp.trouble import RefusedError, Trouble, TroubleError
from tests.mail_server import MailServer, authority

LOGIN = ("portal@mail.example", "pass/#?:@%[]")
ENCODED = "portal@mail.example:pass%2F%23%3F:@%25%5B%5D"


@pytest.fixture
def use(settings):
    """Use a mail server by its URL, and trust the authority of the tests."""
    settings.EMAIL_CA_FILE = str(authority() / "ca.pem")

    def by(url, plain_allowed=False):
        for name, value in settings_of(url, plain_allowed).items():
            setattr(settings, name, value)

    return by


def send():
    EmailMessage("Betreff", "Text", to=["a@example.org"]).send()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1:{}", {}),
        ("smtp://localhost:{}/", {}),
        ("smtp://[::1]:{}", {"host": "::1"}),
        (f"smtp+starttls://{ENCODED}@127.0.0.1:{{}}", {"security": "starttls", "login": LOGIN}),
        (f"submission://{ENCODED}@localhost:{{}}", {"security": "starttls", "login": LOGIN}),
        ("submission://[::1]:{}", {"security": "starttls", "host": "::1"}),
        (f"smtps://{ENCODED}@127.0.0.1:{{}}", {"security": "smtps", "login": LOGIN}),
        ("SMTPS://[::1]:{}", {"security": "smtps", "host": "::1"}),
    ],
)
def test_each_form_sends_a_mail(use, url, server):
    with MailServer(**server) as server:
        use(url.format(server.port))
        send()
    assert server.taken == {"a@example.org": 1}


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("smtp://localhost", 25),
        ("smtp+starttls://mail.example", 25),
        ("submission://mail.example", 587),
        ("smtps://mail.example", 465),
        ("smtps://mail.example:4650", 4650),
    ],
)
def test_each_scheme_has_its_port(url, port):
    assert settings_of(url, plain_allowed=False)["EMAIL_PORT"] == port


def test_in_the_own_network_it_goes_without_tls_if_one_says_so():
    assert settings_of("smtp://10.0.0.9", plain_allowed=True)["EMAIL_HOST"] == "10.0.0.9"


def test_a_folder_takes_them_while_the_portal_is_developed():
    for url in ("file:///tmp/mails", "file:////tmp/mails"):
        assert settings_of(url, plain_allowed=False)["EMAIL_FILE_PATH"] == "/tmp/mails"


# It refuses


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mail.example", "must begin with smtp://, smtp+starttls://, submission://, smtps://"),
        ("", "must begin with"),
        ("smtp+tls://u:secret@mail.example", "must begin with"),
        ("smtp+ssl://u:secret@mail.example", "must begin with"),
        ("smpt://mail.example", "must begin with"),
        ("console:", "must begin with"),
        ("dummy://", "must begin with"),
        ("file://host/mails", "must begin with"),
        ("submission://", "names no host"),
        ("submission://-mail.example", "names no host"),
        ("submission://mail..example", "names no host"),
        ("smtps://mail.example:0", "names no host"),
        ("smtps://mail.example:66000", "wrong host or port"),
        ("smtps://mail.example:port", "wrong host or port"),
        ("smtps://[::1", "wrong host or port"),
        ("submission://u:secret/x@mail.example", "write / as %2F"),
        ("submission://u:1/secret@mail.example", "write / as %2F"),
        ("submission://u:sec#ret@mail.example", "write / as %2F"),
        ("submission://u:sec?ret@mail.example", "write / as %2F"),
        ("submission://u:sec[ret@mail.example", "write / as %2F"),
        ("submission://u:100%secret@mail.example", "% that stands for no character"),
        ("smtp://u:secret@localhost:465?ssl=true", "must end with host and port"),
        ("submission://u@mail.example", "only one of user and password"),
        ("submission://:secret@mail.example", "only one of user and password"),
        ("submission://u:secr%C3%A9t@mail.example", "isn't printable ASCII"),
        ("submission://u:secret%0A@mail.example", "isn't printable ASCII"),
        ("submission://u:sécret@mail.example", "other than ASCII"),
        ("submission://u:sec ret@mail.example", "holds blanks"),
        ("smtp://mail.example", "without TLS to another machine"),
        ("smtp://10.0.0.9", "without TLS to another machine"),
    ],
)
def test_nothing_else_is_guessed_at(url, said):
    with pytest.raises(ValueError, match=re.escape(said)) as refusal:
        settings_of(url, plain_allowed=False)
    assert "secret" not in str(refusal.value)


def test_a_password_never_travels_in_the_clear():
    with pytest.raises(ValueError, match="without TLS to another machine"):
        settings_of("smtp://u:secret@10.0.0.9", plain_allowed=True)


def trouble():
    with pytest.raises(TroubleError) as error:
        send()
    return error.value.trouble


@pytest.mark.parametrize("scheme", ["submission", "smtps"])
@pytest.mark.parametrize("certificate", ["expired", "other", "unknown"])
def test_a_certificate_that_is_not_valid_gets_no_password(use, scheme, certificate):
    security = "smtps" if scheme == "smtps" else "starttls"
    with MailServer(security, LOGIN, certificate=certificate) as server:
        use(f"{scheme}://{ENCODED}@127.0.0.1:{server.port}")
        assert trouble() == Trouble.CERTIFICATE
    assert server.logins == 0
    assert not server.taken


def test_without_the_own_authority_none_is_valid(use, settings):
    settings.EMAIL_CA_FILE = ""
    with MailServer("smtps") as server:
        use(f"smtps://127.0.0.1:{server.port}")
        assert trouble() == Trouble.CERTIFICATE


def test_a_server_without_tls_gets_no_password(use):
    with MailServer() as server:
        use(f"submission://{ENCODED}@127.0.0.1:{server.port}")
        assert trouble() == Trouble.TLS
    assert not server.taken


def test_tls_where_none_is_spoken_is_said_to_be_that(use):
    with MailServer() as server:
        use(f"smtps://127.0.0.1:{server.port}")
        assert trouble() == Trouble.TLS


def test_a_wrong_password_is_said_to_be_that(use):
    with MailServer("smtps", LOGIN) as server:
        use(f"smtps://portal%40mail.example:wrong@127.0.0.1:{server.port}")
        assert trouble() == Trouble.PASSWORD


def test_an_unknown_name_is_said_to_be_that(use, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    use("submission://mail.invalid")
    assert trouble() == Trouble.NAME


@pytest.mark.parametrize("content", ["", "-----BEGIN CERTIFICATE-----\nnothing"])
def test_a_file_without_certificates_is_none(tmp_path, content):
    (tmp_path / "ca.pem").write_text(content)
    assert not is_certificate(str(tmp_path / "ca.pem"))
    assert not is_certificate(str(tmp_path / "missing.pem"))
    assert is_certificate(str(authority() / "ca.pem"))


@pytest.mark.parametrize("pipelining", [True, False])
def test_over_one_connection_refusals_harm_no_other_mail(use, pipelining):
    """Also when all commands of a mail are sent at once."""
    with MailServer() as server:
        server.pipelining = pipelining
        server.recipients = {"b@example.org": "550 5.1.1 Who?", "d@example.org": "451 Later"}
        server.at_mail = {2: "554 5.7.1 Spam"}
        use(f"smtp://127.0.0.1:{server.port}")
        ended = []
        with get_connection() as connection:
            for name in "abcde":
                mail = EmailMessage("Betreff", ".\n..\nText", to=[f"{name}@example.org"])
                try:
                    connection.send_messages([mail])
                except RefusedError as refusal:
                    ended.append(refusal.reason)
                else:
                    ended.append("taken")
    assert ended == ["taken", "550 5.1.1", "554 5.7.1", "451", "taken"]
    assert server.taken == {"a@example.org": 1, "e@example.org": 1}
    assert server.connections == 1
