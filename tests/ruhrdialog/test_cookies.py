"""The cookies of staff, as production sets them: of this host alone, and on no public page."""

import pytest

from tests.ruhrdialog.test_settings import read

pytestmark = pytest.mark.django_db
LOGIN = "/verwaltung/konto/login/"
PASSWORD = "vier Worte ohne Zusammenhang"


@pytest.fixture
def over_https(settings, django_user_model):
    """Have the names and marks that the settings give to the cookies of a site with https."""
    for name, value in read().items():
        if name.startswith(("SESSION_COOKIE_", "CSRF_COOKIE_")):
            setattr(settings, name, value)
    django_user_model.objects.create_user("vera", password=PASSWORD, is_staff=True)


def log_in(client):
    client.get(LOGIN)
    return client.post(LOGIN, {"login": "vera", "password": PASSWORD})


def test_they_belong_to_this_host_alone_and_no_script_reads_them(client, over_https):
    log_in(client)
    assert set(client.cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in client.cookies.values():
        assert cookie["secure"]
        assert (cookie["path"], cookie["domain"]) == ("/", "")
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_without_https_they_have_names_that_browsers_take(client):
    client.get(LOGIN)
    assert set(client.cookies) == {"csrftoken"}


@pytest.mark.parametrize("address", ["/", "/mitmachen/", "/faq/", "/nichts/"])
def test_a_public_page_neither_reads_nor_renews_the_session_of_staff(client, over_https, address):
    without = client.get(address)
    log_in(client)
    response = client.get(address)
    assert not response.cookies
    assert response.content == without.content
    assert "Cookie" not in response.get("Vary", "")


def test_logging_out_clears_what_the_browser_kept(client, over_https):
    log_in(client)
    assert "Clear-Site-Data" not in client.get("/verwaltung/")
    assert client.post("/verwaltung/logout/")["Clear-Site-Data"] == '"cache", "storage"'
