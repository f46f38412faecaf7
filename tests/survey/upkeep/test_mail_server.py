"""Once a minute the worker asks the mail server whether it would take mails."""

import pytest
import time_machine
from django.utils import timezone

from survey.upkeep.models import Mark
from survey.upkeep.tasks import look_at_mail_server
from tests.mail_server import MailServer
from tests.portal import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()


def marks():
    return list(Mark.objects.values_list("name", "at"))


def test_a_server_that_answers_leaves_no_mark_and_gets_no_mail(settings):
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        look_at_mail_server(0)
    assert marks() == []
    assert server.seen == 0


def test_since_when_it_is_away_stays_written_down_until_it_answers(settings):
    first = timezone.now()
    with time_machine.travel(first, tick=False):
        look_at_mail_server(0)
    look_at_mail_server(0)
    assert marks() == [(Mark.Name.MAIL_SERVER_AWAY, first)]
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        look_at_mail_server(0)
    assert marks() == []


def test_a_server_that_refuses_the_password_takes_nothing(settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        look_at_mail_server(0)
    assert len(marks()) == 1


def test_where_mails_become_files_no_file_is_made(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    look_at_mail_server(0)
    assert marks() == []
    assert list(tmp_path.iterdir()) == []
