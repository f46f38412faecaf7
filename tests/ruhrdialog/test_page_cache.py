"""Public pages as finished bytes: how long, for whom, in which form, and what is never kept."""

import gzip
import re
from datetime import timedelta

import brotli
import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.utils import timezone

from forums.forms import FilterForm
from forums.models import Forum
from ruhrdialog import urls
from ruhrdialog.lib.pages import (
    OUTAGE_SECONDS,
    PAGE_SECONDS,
    PROXY_SECONDS,
    QUERY,
    STALE_SECONDS,
    WORDS_SECONDS,
    forget_pages,
    page_with_words,
    read_public,
    version,
)
from ruhrdialog.page_cache import RENEWAL, best_coding, place_of
from survey.news.models import Update
from survey.participation.models import SurveyPeriod, last_known
from tests.ruhrdialog.test_headers import assert_has_the_headers

pytestmark = pytest.mark.django_db
FORUM = "/themenforen/verkehr/"
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.fixture
def clock(period_known, time_machine, monkeypatch):
    """Time that passes when the test says so; pages and the period are remembered."""
    for each in (last_known, version):  # by a clock that the tests can't move
        monkeypatch.setattr(each, "seconds", 1000)
    begin = timezone.now().replace(hour=12)
    time_machine.move_to(begin, tick=False)

    def pass_by(seconds):
        time_machine.shift(seconds)
        for each in (last_known, version):
            each.asked_at = float("-inf")

    return pass_by


@pytest.fixture
def away(monkeypatch):
    """Return a function after which every statement fails."""

    def refuse(*_):
        raise OperationalError

    return lambda: connection.execute_wrappers.append(refuse)


@pytest.fixture(autouse=True)
def _back_again():
    yield
    connection.execute_wrappers.clear()


def rename(title):
    Forum.objects.filter(slug="verkehr").update(title=title)


def shows(client, title, address=FORUM, **headers):
    return f"<h1>{title}</h1>" in client.get(address, headers=headers).content.decode()


def entries():
    """Return how many pages are kept; beside them stand pieces of templates."""
    return sum("template.cache" not in key for key in caches["pages"]._cache)


# How long


def test_a_page_is_made_once(client, clock, django_assert_num_queries):
    first = client.get(FORUM)
    with django_assert_num_queries(0):
        second = client.get(FORUM)
    assert first.content == second.content
    assert dict(first.items()) == dict(second.items())
    assert_has_the_headers(second)


def test_what_staff_save_is_public_within_a_minute_also_in_browsers(client, clock):
    assert shows(client, "Verkehr")
    rename("Neu")
    seen_until = 0
    for second in range(PAGE_SECONDS + 1):
        response = client.get(FORUM)
        if "<h1>Neu</h1>" in response.content.decode():
            break
        left, _ = read_public(response["Cache-Control"])
        seen_until = max(seen_until, second + left)
        clock(1)
    assert second == PAGE_SECONDS / 2 + 1
    assert seen_until <= PAGE_SECONDS
    in_proxies_and_browsers = PROXY_SECONDS + 2 * STALE_SECONDS
    remembered = 1
    assert PAGE_SECONDS + in_proxies_and_browsers + remembered <= 60


def test_while_one_makes_it_anew_others_get_the_former_one_until_its_end(client, clock):
    client.get(FORUM)
    rename("Neu")
    clock(PAGE_SECONDS - RENEWAL + 1)
    assert caches["pages"].add(f"{place_of(RequestFactory().get(FORUM))}-renewed", True, RENEWAL)
    assert shows(client, "Verkehr")
    clock(RENEWAL)
    assert shows(client, "Neu")


def test_a_changed_period_shows_at_once(client, clock):
    assert "Jetzt mitmachen" in client.get("/").content.decode()
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"closes_at": timezone.now()})
    clock(1)
    assert "Jetzt mitmachen" not in client.get("/").content.decode()


def test_no_page_outlives_the_end_of_the_survey(client, clock):
    end = timezone.now() + timedelta(seconds=5)
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"closes_at": end})
    clock(1)
    for left in (4, 3, 2, 1):
        response = client.get("/")
        assert read_public(response["Cache-Control"]) == (left, 0)
        assert "Jetzt mitmachen" in response.content.decode()
        clock(1)
    assert "Jetzt mitmachen" not in client.get("/").content.decode()


def test_what_staff_delete_is_gone_at_once(client, clock, administrator, admin_user):
    update = Update.objects.create(
        title="Neues", slug="neues", text="a", published_at=timezone.now(), published_by=admin_user
    )
    for way in ("one", "many"):
        address = f"/neuigkeiten/{update.slug}/"
        assert client.get(address).status_code == 200
        if way == "one":
            desk, fields = f"/verwaltung/survey/update/{update.pk}/delete/", {"post": "yes"}
        else:
            desk = "/verwaltung/survey/update/"
            fields = {"action": "delete_selected", "_selected_action": update.pk, "post": "yes"}
            fields |= {"later": "0"}
        assert administrator.post(desk, fields).status_code == 302
        assert not Update.objects.exists()
        clock(1)
        assert client.get(address).status_code == 404
        update.save(force_insert=True)
        clock(1)


def test_a_version_makes_all_pages_anew_and_is_asked_for_once_a_second(
    client, clock, django_assert_num_queries
):
    client.get(FORUM)
    rename("Neu")
    forget_pages()
    assert shows(client, "Verkehr")
    clock(1)
    assert shows(client, "Neu")
    clock(1)
    with django_assert_num_queries(2):  # with the survey's period
        client.get(FORUM)


# While the database is away


def test_without_the_database_a_page_is_shown_a_while_longer(client, clock, away):
    client.get(FORUM)
    away()
    clock(PAGE_SECONDS + 1)
    response = client.get(FORUM)
    assert response.status_code == 200
    assert read_public(response["Cache-Control"]) == (1, OUTAGE_SECONDS - 2)
    assert client.get("/themenforen/sicherheit/").status_code == 503
    clock(OUTAGE_SECONDS)
    assert client.get(FORUM).status_code == 503


def test_but_not_beyond_the_end_of_the_survey(client, clock, away):
    end = timezone.now() + timedelta(seconds=70)
    SurveyPeriod.objects.update_or_create(pk=1, defaults={"closes_at": end})
    clock(1)
    assert read_public(client.get(FORUM)["Cache-Control"]) == (50, 19)
    away()
    clock(60)
    assert read_public(client.get(FORUM)["Cache-Control"]) == (1, 8)
    clock(9)
    assert client.get(FORUM).status_code == 503


# Words of citizens

asked = []


def words(request):
    asked.append(request)
    if connection.execute_wrappers:
        raise OperationalError
    return HttpResponse("Was jemand schrieb")


urlpatterns = [*urls.urlpatterns, path("worte/", page_with_words(words), name="words")]


@pytest.mark.urls(__name__)
def test_words_of_citizens_are_never_older_than_ten_seconds(client, clock, away):
    asked.clear()
    assert client.get("/worte/")["Cache-Control"] == "public, max-age=9, s-maxage=1"
    assert WORDS_SECONDS + PROXY_SECONDS <= 10
    clock(4)
    assert client.get("/worte/")["Cache-Control"] == "public, max-age=5, s-maxage=1"
    assert len(asked) == 1
    away()
    clock(1)
    assert client.get("/worte/").status_code == 200  # it is younger
    clock(4)
    assert client.get("/worte/").status_code == 503


# In which form


def test_each_browser_gets_the_smallest_form_that_it_takes(client, clock):
    plain = client.get(FORUM)
    for given, coding, read in (
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
    ):
        response = client.get(FORUM, headers={"Accept-Encoding": given})
        assert response["Content-Encoding"] == coding
        assert response["Vary"] == "Accept-Encoding"
        assert int(response["Content-Length"]) == len(response.content) < len(plain.content) / 2
        assert read(response.content) == plain.content
    assert "Content-Encoding" not in plain
    picture = client.get("/mitmachen/qr.png", headers=BROWSER)
    assert not {"Content-Encoding", "Vary"} & set(picture.headers)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("br", "br"),
        ("BR;q=1.0, gzip;q=0.8", "br"),
        ("gzip,deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000,gzip;q=0", ""),
        ("br;q=0.001", "br"),
        ("brotli, x-gzip", ""),
        ("identity", ""),
        ("*", ""),
        ("\x00;;q,,=", ""),
    ],
)
def test_the_form_follows_what_the_browser_takes(accepted, coding):
    assert best_coding(accepted) == coding


@pytest.mark.parametrize("known", [True, False])
def test_who_has_it_gets_304(client, clock, known):
    tags = {
        client.get(FORUM, headers=h)["ETag"] for h in ({}, BROWSER, {"Accept-Encoding": "gzip"})
    }
    assert len(tags) == 3
    mine = client.get(FORUM, headers=BROWSER)["ETag"]
    for held in (mine, f"W/{mine}", f'"x", {mine}', "*"):
        if not known:
            caches["pages"].clear()
        response = client.get(FORUM, headers=BROWSER | {"If-None-Match": held})
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == mine
        assert response["Vary"] == "Accept-Encoding"
        assert_has_the_headers(response)
    for other in (*(tags - {mine}), '"x"', "x", ""):
        response = client.get(FORUM, headers=BROWSER | {"If-None-Match": other})
        assert response.status_code == 200


def test_head_has_the_same_headers_and_no_body(client, clock):
    for _ in range(2):
        head = client.head(FORUM, headers=BROWSER)
        page = client.get(FORUM, headers=BROWSER)
        assert dict(head.items()) == dict(page.items())
        assert head.content == b""
    assert client.head("/nichts/").status_code == 404


# For whom, and what is kept


def test_meaningless_queries_are_the_same_page(client, clock, django_assert_num_queries):
    client.get(FORUM)
    before = entries()
    with django_assert_num_queries(0):
        for query in ("utm_source=a", "a", "&&=", "x=%ff", "fbclid=1&suchen=b", "a=" + "b" * 4000):
            assert client.get(f"{FORUM}?{query}").status_code == 200
    assert entries() == before


def test_what_of_a_query_counts_is_another_page(client, clock):
    every, some = client.get("/themenforen/"), client.get("/themenforen/?suche=Bahn&a=b")
    assert every.content != some.content
    assert client.get("/themenforen/?x=y&suche=Bahn").content == some.content
    assert 'value="sport-und-events"' not in client.get("/auf-dem-laufenden/").content.decode()
    with_topic = client.get("/auf-dem-laufenden/?thema=verkehr").content.decode()
    assert "Verkehr" in with_topic
    assert "?und-noch-einmal" in client.get("/beleg/?noch-einmal").content.decode()
    assert {*FilterForm.base_fields} <= QUERY


def test_the_memory_has_a_bound(client, clock, monkeypatch):
    monkeypatch.setattr(caches["pages"], "_max_entries", 20)
    for number in range(50):
        client.get(f"/auf-dem-laufenden/?thema={number}")
        assert shows(client, "Verkehr")  # is asked for, so it stays
        rename("Neu")
    assert entries() <= 20


@pytest.mark.parametrize(
    "address",
    ["/nichts/", "/themenforen/?ministerium=x", "/verwaltung/", "/livez", "/beleg/", "/mitmachen"],
)
def test_what_is_no_page_for_all_is_not_kept(client, clock, address):
    before = entries()
    if address == "/beleg/":
        client.post(address, "code=x", "application/x-www-form-urlencoded")
    else:
        client.get(address)
    assert entries() == before


def test_another_host_or_scheme_gets_no_page_and_leaves_none(client, clock):
    assert client.get(FORUM, headers={"host": "127.0.0.1"}).status_code == 301
    assert entries() == 0
    client.get(FORUM)
    assert client.get(FORUM, headers={"host": "127.0.0.1"}).status_code == 301
    assert client.get(FORUM, headers={"host": "fremd.example"}).status_code == 400
    rename("Neu")
    assert "<h1>Neu</h1>" in client.get(FORUM, secure=True).content.decode()
    assert shows(client, "Verkehr")


def test_staff_get_the_same_page_and_a_preview_is_never_kept(client, clock, administrator):
    public = client.get(FORUM)
    seen = administrator.get(FORUM)
    assert seen.content == public.content
    assert not seen.cookies
    forum = Forum.objects.get(slug="verkehr")
    page = administrator.get(f"/verwaltung/forums/forum/{forum.pk}/change/").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    names = ("slug", "title", "group", "question", "goals", "ministry_id", "position")
    fields |= {name.removesuffix("_id"): getattr(forum, name) for name in names}
    fields |= {"title": "Vorschau", "moderators-TOTAL_FORMS": "0"}
    shown = administrator.post(f"/verwaltung/forums/forum/{forum.pk}/vorschau/", fields)
    assert "<h1>Vorschau</h1>" in shown.content.decode()
    assert shown["Cache-Control"].startswith("no-store")
    caches["pages"].clear()
    assert shows(client, "Verkehr")


def test_a_page_refuses_to_be_posted_to_though_it_is_known(client, clock):
    client.get(FORUM)
    assert client.post(FORUM).status_code == 405
