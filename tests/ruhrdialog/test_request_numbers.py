"""Each request has a number, in the log and in its answer; a proxy of ours may have drawn it."""

import logging
import re

import pytest
from django.http import HttpResponse
from django.urls import path
from gunicorn.config import Config
from gunicorn.workers.gthread import ThreadWorker

from ruhrdialog.lib.logs import NoContent, ServerLog
from ruhrdialog.lib.numbered_worker import NumberedWorker
from ruhrdialog.lib.request_numbers import number

OWN = r"[0-9a-f]{16}"
NGINX = "0af7651916cd43dd8448eb211c80319c"
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def asked(client, given=None):
    headers = {"X-Request-ID": given} if given is not None else {}
    return client.get("/livez", headers=headers)["X-Request-ID"]


def test_each_answer_tells_a_number_of_its_own(client):
    first, second = asked(client), asked(client)
    assert re.fullmatch(OWN, first)
    assert re.fullmatch(OWN, second)
    assert first != second


def fail(request):
    logging.getLogger("survey").error("In the view")
    raise RuntimeError


def failed(request):
    return HttpResponse(status=500)


urlpatterns = [path("fehler/", fail)]
handler500 = failed


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_all_lines_of_a_request_carry_it(client, caplog):
    caplog.handler.setFormatter(NoContent("%(number)s %(message)s"))
    client.raise_request_exception = False
    mine = client.get("/fehler/")["X-Request-ID"]
    lines = [line for line in caplog.text.splitlines() if line.startswith(mine)]
    assert lines == [f"{mine} In the view", f"{mine} Internal Server Error: /fehler/"]


@pytest.mark.parametrize("kind", ["plain", "json"])
def test_gunicorns_own_lines_carry_it_too(capsys, monkeypatch, kind):
    monkeypatch.setenv("LOG_FORMAT", kind)
    log = ServerLog(Config())
    try:
        number.set(NGINX)
        log.error("Error handling request /beleg/ABC/")
    finally:
        log.error_log.handlers.clear()
    line = capsys.readouterr().err
    assert NGINX in line
    assert "/beleg/…/" in line.replace("\\u2026", "…")


def test_gunicorn_forgets_it_before_the_next_request(monkeypatch):
    """Of what can't be read there are lines too, and they aren't of the request before."""
    monkeypatch.setattr(ThreadWorker, "handle", lambda *_: number.get())
    number.set(NGINX)
    assert NumberedWorker.__new__(NumberedWorker).handle(None) is None


@pytest.mark.parametrize("given", [NGINX, UUID])
def test_one_that_our_proxy_has_drawn_is_taken_over(client, settings, given):
    settings.TRUSTED_PROXIES = 1
    assert asked(client, given) == given


def test_nobody_else_may_choose_it(client, settings):
    settings.TRUSTED_PROXIES = 0
    assert re.fullmatch(OWN, asked(client, NGINX))


@pytest.mark.parametrize(
    "given",
    ["", "Markenwort", NGINX.upper(), f"{NGINX}0", f"{NGINX}\n", f"{NGINX}, {NGINX}", "١" * 32],
)
def test_what_could_be_words_of_a_visitor_is_not_taken_over(client, settings, given):
    settings.TRUSTED_PROXIES = 1
    assert re.fullmatch(OWN, asked(client, given))


@pytest.mark.django_db
def test_a_page_that_caches_keep_tells_none(client):
    assert "X-Request-ID" not in client.get("/")
    assert re.fullmatch(OWN, number.get())
