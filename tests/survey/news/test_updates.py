"""/neuigkeiten/: the list, each update on its page, the Atom feed; drafts stay hidden."""

import xml.etree.ElementTree as ET

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.utils import timezone

from forums.models import Forum
from survey.news.models import PUBLISHING_LOCK, PromiseError, Update

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def update():
    row = Update.objects.create(
        title="Der Radweg <kommt>",
        slug="radweg",
        text="## Bald\n\nEr **kommt** [hier](https://example.org/).",
        published_at=timezone.now(),
        published_by=User.objects.create_user("editor"),
    )
    row.topics.add(Forum.objects.get(slug="verkehr"))
    return row


@pytest.fixture
def draft():
    return Update.objects.create(title="Geheimer Entwurf", slug="entwurf", text="Noch nicht")


def test_the_list_leads_to_the_page(client, update):
    page = client.get("/neuigkeiten/").content.decode()
    assert '<a href="/neuigkeiten/radweg/">Der Radweg &lt;kommt&gt;</a>' in page
    assert 'type="application/atom+xml"' in page


def test_an_empty_list_says_so(client):
    assert "Noch gibt es keine Neuigkeiten." in client.get("/neuigkeiten/").content.decode()


def test_the_page_shows_the_text_and_leads_to_its_forums(client, update):
    page = client.get("/neuigkeiten/radweg/").content.decode()
    assert "<h2>Bald</h2>" in page
    assert "<strong>kommt</strong>" in page
    assert 'href="/themenforen/verkehr/"' in page
    assert 'href="/auf-dem-laufenden/"' in page


def test_the_forum_shows_its_own_updates(client, update):
    assert "/neuigkeiten/radweg/" in client.get("/themenforen/verkehr/").content.decode()
    assert "/neuigkeiten/radweg/" not in client.get("/themenforen/arbeit/").content.decode()


def test_the_feed_is_atom_with_addresses_from_the_setting(client, update):
    response = client.get("/neuigkeiten/feed.xml")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    links = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert set(links) == {
        "http://testserver/neuigkeiten/",
        "http://testserver/neuigkeiten/feed.xml",
        "http://testserver/neuigkeiten/radweg/",
    }
    [entry] = feed.iter(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Der Radweg <kommt>"
    assert "<strong>kommt</strong>" in entry.find(f"{ATOM}summary").text
    assert entry.find(f"{ATOM}updated").text
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Ruhr-Konferenz"


def test_the_feed_stays_the_same_while_nothing_changes(client):
    feeds = [client.get("/neuigkeiten/feed.xml") for _ in range(2)]
    assert feeds[0].content == feeds[1].content
    assert feeds[0]["ETag"] == feeds[1]["ETag"]


def test_who_edits_news_gets_from_a_draft_s_address_to_its_preview(client, rita, vera, draft):
    response = rita.get("/neuigkeiten/entwurf/", follow=True)
    assert response.redirect_chain == [(f"/verwaltung/survey/update/{draft.pk}/vorschau/", 302)]
    assert "Cookie" not in rita.get("/neuigkeiten/gibt-es-nicht/").get("Vary", "")
    for other in (client, vera):
        assert other.get("/neuigkeiten/entwurf/").status_code == 404
    assert rita.post("/neuigkeiten/entwurf/").status_code == 405


def test_a_draft_is_seen_by_nobody(client, draft, verkehr):
    draft.topics.add(verkehr)
    assert client.get("/neuigkeiten/entwurf/").status_code == 404
    for address in ("/neuigkeiten/", "/neuigkeiten/feed.xml", "/themenforen/verkehr/"):
        assert "Geheimer" not in client.get(address).content.decode()
    assert "entwurf" not in client.get("/sitemap.xml").content.decode()


def test_search_engines_find_the_update(client, update):
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://testserver/neuigkeiten/</loc>" in sitemap
    assert "<loc>http://testserver/neuigkeiten/radweg/</loc>" in sitemap


@pytest.mark.parametrize("address", ["", "feed.xml", "radweg/"])
def test_the_pages_are_only_to_read(client, update, address):
    assert client.post(f"/neuigkeiten/{address}").status_code == 405
    assert "public" in client.get(f"/neuigkeiten/{address}")["Cache-Control"]


def test_the_list_takes_the_same_queries_for_many(
    client, update, django_assert_num_queries, period_known
):
    for number in range(5):
        Update.objects.create(
            title="a",
            slug=f"a-{number}",
            text="a",
            published_at=timezone.now(),
            published_by=update.published_by,
        )
    with django_assert_num_queries(2):
        client.get("/neuigkeiten/")


def test_the_month_of_a_promise_begins_at_midnight_in_germany(reviewer, settings, time_machine):
    settings.NEWS_PER_MONTH = 1
    drafts = iter(Update.objects.create(title="a", slug=f"a{n}", text="a") for n in range(9))
    time_machine.move_to("2026-10-31T22:59:00Z")
    assert next(drafts).publish(reviewer)
    time_machine.move_to("2026-10-31T23:00:00Z")
    assert next(drafts).publish(reviewer)
    time_machine.move_to("2026-11-30T22:59:00Z")
    refused = next(drafts)
    with pytest.raises(PromiseError):
        refused.publish(reviewer)
    time_machine.move_to("2026-11-30T23:00:00Z")
    assert refused.publish(reviewer)


def test_who_publishes_waits_for_another_so_that_both_count(reviewer, draft):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [PUBLISHING_LOCK])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            draft.publish(reviewer)
    finally:
        other.close()
