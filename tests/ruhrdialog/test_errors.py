"""The pages for errors: German, with help and a way back, also on an empty database."""

import pytest
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError

from ruhrdialog import errors, views
from ruhrdialog.lib.posts import UnsupportedMediaType

# Every page asks whether the survey is open.
pytestmark = pytest.mark.django_db


def assert_is_error_page(response, status):
    page = response.content.decode()
    assert response.status_code == status
    assert '<html lang="de">' in page
    assert 'href="/"' in page
    assert f"Fehler {status}" in page
    assert "noindex" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/gibt-es-nicht/", "/themenforen/mond/", "/faq/mond/", "/%00", "/%ff", '/a"b']
)
def test_an_unknown_address_gets_404(client, address):
    assert_is_error_page(client.get(address), 404)


@pytest.mark.parametrize(
    ("exception", "status"),
    [
        (BadRequest(), 400),
        (TooManyFieldsSent(), 400),
        (RequestDataTooBig(), 413),
        (UnsupportedMediaType(), 415),
    ],
)
def test_what_cannot_be_read_gets_the_status_that_says_why(rf, exception, status):
    assert_is_error_page(errors.bad_request(rf.get("/"), exception), status)


def test_our_own_mistake_gets_500(client, monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr(views.Forum.objects, "all", fail)
    client.raise_request_exception = False
    assert_is_error_page(client.get("/"), 500)


@pytest.mark.parametrize("exception", [OperationalError, InterfaceError])
def test_a_database_that_is_away_gets_503(client, monkeypatch, exception):
    def fail(*_):
        raise exception

    monkeypatch.setattr(views.Forum.objects, "all", fail)
    assert_is_error_page(client.get("/"), 503)


def test_a_forged_post_gets_403(client):
    response = client.post("/mitmachen/", headers={"Sec-Fetch-Site": "cross-site"})
    assert_is_error_page(response, 403)


@pytest.mark.parametrize("address", ["/mitmachen/", "/verwaltung/login/"])
def test_a_forged_post_is_not_called_a_missing_right(client, address):
    page = client.post(address, headers={"Sec-Fetch-Site": "cross-site"}).content.decode()
    assert "<h1>Das dürfen wir nicht annehmen</h1>" in page


@pytest.mark.django_db
def test_a_missing_token_in_the_administration_gets_403(django_user_model):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/verwaltung/login/", {"username": "x"})
    assert_is_error_page(response, 403)


def test_a_wrong_method_gets_405_and_says_which_are_right(client):
    response = client.delete("/mitmachen/")
    assert_is_error_page(response, 405)
    assert response["Allow"] == "GET, HEAD, POST"


def test_an_unknown_host_gets_400(client):
    assert_is_error_page(client.get("/", headers={"host": "elsewhere.example"}), 400)
