"""Topics stand in one order wherever they are listed: group by group, and inside by position."""

import re
from html import unescape

import pytest

from forums.models import Forum, Group
from survey.news.links import PAGE
from survey.news.models import Subscription

pytestmark = pytest.mark.django_db
DESK = "/verwaltung/survey/submission/"


@pytest.fixture
def titles():
    """All titles in the order that staff have given them: the last of each group is its first."""
    ordered = []
    for group in Group:
        members = list(Forum.objects.filter(group=group))
        for position, forum in enumerate(reversed(members)):
            Forum.objects.filter(pk=forum.pk).update(position=position)
            ordered.append(forum.title)
    assert len(ordered) == 20
    return ordered


def listed(response, titles):
    """Return the titles in the order in which a page shows them first, as a text of its own."""
    page = unescape(response.content.decode())
    page = page[page.index("<main") :]
    at = {title: re.search(f">\\s*{re.escape(title)}\\s*<", page) for title in titles}
    return sorted((title for title in titles if at[title]), key=lambda title: at[title].start())


@pytest.mark.parametrize(
    "address",
    ["/", "/themenforen/", "/faq/welche-themenforen-gibt-es/", "/mitmachen/"],
)
def test_on_public_pages(client, titles, address):
    assert listed(client.get(address), titles) == titles


def test_among_the_further_topics_and_those_of_a_subscription(client, titles):
    Subscription.objects.request("name@example.org")
    address = f"/auf-dem-laufenden/{PAGE.to(Subscription.objects.get())}/"
    for page in (client.get("/mitmachen/"), client.get(address)):
        html = unescape(page.content.decode())
        boxes = re.findall(
            r'type="checkbox" id="id_(?:topics|further)\w+"[^>]*>\s*<label[^>]*>([^<]+)', html
        )
        assert boxes == titles


def test_from_one_topic_to_the_next(client, titles):
    forum, shown = Forum.objects.get(title=titles[0]), []
    address = forum.get_absolute_url()
    while address:
        page = unescape(client.get(address).content.decode())
        shown.append(re.search("<h1>([^<]+)</h1>", page)[1])
        following = re.search('href="([^"]+)" rel="next"', page)
        address = following and following[1]
    assert shown == titles


def test_at_the_desk(administrator, submit, titles):
    for forum in Forum.objects.order_by("title"):
        submit(forum=forum, reason="Grund")
    for address in (f"{DESK}einlesen/", "/verwaltung/auswertung/"):
        assert listed(administrator.get(address), titles) == titles
    for address, found in (
        ("/verwaltung/", r'<th scope="row">([^<]+)</th>'),
        (f"{DESK}?arbeit=alle", r'value="assigned_forum__id__exact=\d+">([^<]+)</option>'),
        ("/verwaltung/forums/forum/", r'class="field-title"><a[^>]*>([^<]+)<'),
    ):
        page = unescape(administrator.get(address).content.decode())
        shown = re.findall(found, page[max(page.find('id="meine-arbeit"'), 0) :])
        assert shown == titles, address


def test_in_what_is_exported(lea, submit, titles):
    keys = list(
        Forum.objects.order_by("-title").exclude(slug="verkehr").values_list("pk", flat=True)
    )
    submit(reason="Grund", further_interests=keys)
    exported = b"".join(lea.post(f"{DESK}export/csv/?arbeit=alle").streaming_content).decode()
    assert ", ".join(title for title in titles if title != "Verkehr") in exported
