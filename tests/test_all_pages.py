"""All pages that links lead to, public ones and the desk's for each role: what points somewhere
points to something that is there.

A page is there for who sees a link to it; a fragment is there on the page that is named; no id
stands twice; what labels, describes or controls names an id of its own page. No program is asked to
translate a code.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forums.models import Forum
from ruhrdialog.lib.codes import ALPHABET
from ruhrdialog.models import BarrierReport
from survey.alike.campaigns import find_campaigns
from survey.news.models import Subscription, Update
from survey.submissions.steps import ASK_BACK, REASSIGN
from tests.pages import public_states
from tests.survey.alike.test_campaigns import VARIANTS
from tests.survey.transfer.test_import_submissions import ROWS, csv

pytestmark = pytest.mark.django_db
POINTERS = {
    *("for", "list", "form", "headers", "aria-activedescendant", "aria-controls"),
    *("aria-describedby", "aria-details", "aria-errormessage", "aria-labelledby", "aria-owns"),
}
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "use", "circle"}
UNSEEN = {"title", "script", "style"}
# A Beitragsnummer, the code of a receipt or of a draft.
CODE = re.compile(rf"\b[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}\b|\b(?:[{ALPHABET}]{{5}}-?){{6}}\b")
MOST_ROWS = 3  # of one kind
EVERYWHERE = {"_changelist_filters", "arbeit"}  # what comes with all other filters
ROW = re.compile(r"/(\d+|[0-9a-f-]{36})(?=/\D*$)")
KNOWN = (
    # Django's fieldset.html gives the help of what is no single field no id; its widgets name one.
    "aria-describedby points to id_password_helptext, which isn't there",
    "aria-describedby points to id_topics_helptext, which isn't there",
    "aria-describedby points to id_approvers_helptext, which isn't there",
    # The mail of a draft leads to the page that it will have.
    "/vorschau/mail/: the link to /neuigkeiten/entwurf/ gets 404",
)
DESK = "/verwaltung/survey/submission/"


class Page(HTMLParser):
    """What points somewhere on a page, and what can be pointed to."""

    def __init__(self, address, html):
        super().__init__()
        self.address = address
        self.ids, self.pointers, self.links, self.posts = Counter(), set(), set(), set()
        self.open, self.translated = [], set()
        self.feed(html)

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(kept for _, kept in self.open):
            self.translated |= set(CODE.findall(data))

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append((tag, tag in UNSEEN or ("translate", "no") in attributes))
        if tag == "form" and dict(attributes).get("method") == "post":
            action = dict(attributes).get("action", "")
            self.posts.add(urljoin(settings.SITE_URL + self.address, action))
        for name, value in attributes:
            if name == "id":
                self.ids[value] += 1
            elif name in POINTERS:
                self.pointers |= {(name, each) for each in (value or "").split()}
            elif name == "href" and tag == "a":
                self.links.add(urljoin(settings.SITE_URL + self.address, value))

    def faults(self):
        """Yield what is wrong with the page by itself."""
        for name, number in self.ids.items():
            if number > 1:
                yield f"{self.address}: id {name} stands {number} times"
        for pointer, name in self.pointers:
            if name not in self.ids:
                yield f"{self.address}: {pointer} points to {name}, which isn't there"
        for code in self.translated:
            yield f"{self.address}: {code} stands where it may be translated"
        may_post_to_itself = self.address.startswith(("/verwaltung/", "/stand/"))
        if settings.SITE_URL + self.address in self.posts and not may_post_to_itself:
            yield f"{self.address}: a form posts to the page's own address, see posts.post_to"


class Visit:
    """Follows all links from some addresses, as one person, and keeps what it sees.

    Of a list with its filters it looks at one page for each filter, of the pages of rows of one
    kind at MOST_ROWS: all of them together are more than one can visit.
    """

    def __init__(self, client, *starts, within="/"):
        self.client, self.within = client, within
        self.pages, self.refused = {}, {}
        self.seen, self.kinds = set(), Counter()
        waiting, links = list(starts), []
        while waiting:
            address = waiting.pop(0)
            if self.is_news(address):
                further = self.look(address)
                links += [(address, link) for link in further]
                waiting += further if address.startswith(self.within) else []
        self.faults = [
            f"{origin}: the link to {address} gets {self.refused[address]}"
            for origin, address in links
            if address in self.refused
        ]
        self.faults += check(self.pages.values(), self.pages)

    def is_news(self, address):
        """Tell whether nothing of the kind was seen yet, and remember that it is now."""
        place = urlsplit(address)
        names = frozenset(parse_qs(place.query, keep_blank_values=True)) - EVERYWHERE
        page = (place.path, names)
        if page in self.seen or len(names) > 1:
            return False
        self.seen.add(page)
        kind = (ROW.sub("/…", place.path), names)
        self.kinds[kind] += 1
        return self.kinds[kind] <= MOST_ROWS

    def look(self, address):
        """Open an address and return the links of its page."""
        response = self.client.get(address)
        links = set()
        if response.status_code in (301, 302):
            links = {urljoin(settings.SITE_URL + address, response["Location"])}
        elif response.status_code != 200:
            self.refused[address] = response.status_code
        elif response["Content-Type"].startswith("text/html"):
            self.pages[address] = Page(address, response.content.decode())
            links = self.pages[address].links
        return list(filter(None, map(own_address, sorted(links))))


def own_address(link):
    """Return path and query of a link to the portal; None of others, and of static files."""
    link, _ = urldefrag(link)
    address = link.removeprefix(settings.SITE_URL) or "/"
    is_own = address.startswith("/") and not address.startswith(settings.STATIC_URL)
    return address if is_own else None


def check(pages, known):
    """Yield what points nowhere on some pages, or on those known by their addresses."""
    for page in pages:
        yield from page.faults()
        for link in page.links:
            target, fragment = urldefrag(link)
            address = own_address(target)
            there = page if address == page.address else known.get(address)
            if fragment and there and unquote(fragment) not in there.ids:
                yield f"{page.address}: {link} leads to no such place"


# Public pages


def test_every_public_link_leads_somewhere(client, reviewer):
    Update.objects.create(title="Radweg", slug="radweg", text="## Er kommt").publish(reviewer)
    visit = Visit(client, "/")
    assert visit.faults == []
    assert {"/faq/", "/impressum/", "/neuigkeiten/radweg/"} < set(visit.pages)
    assert len([page for page in visit.pages if page.endswith("/mitmachen/")]) == 21


def test_nothing_points_nowhere_in_any_state(client, submit, reviewer):
    states = public_states(client, submit, reviewer)
    pages = [Page(name, html) for name, html in states.items()]
    assert list(check(pages, {page.address: page for page in pages})) == []
    gone = ("/beleg/", "/auf-dem-laufenden/")  # by now
    links = {
        address
        for page in pages
        for address in map(own_address, page.links)
        if address not in (None, page.address) and not address.startswith(gone)
    }
    assert Visit(client, *sorted(links), within="no other page").refused == {}


# The desk


@pytest.fixture
def desk(submit, vera, jan, lea, rita, dana, administrator):
    """One of everything that a page of the desk shows; return who can log in."""
    rows = [submit(reason=text) for text in VARIANTS]
    find_campaigns()
    rows[0].add_tag("Abend")
    rows[0].take(ASK_BACK, vera.user, "Wo?")
    rows[1].notes.create(text="Kennt das jemand?", by=vera.user)
    rows[1].take(REASSIGN, vera.user, "Für Sie", Forum.objects.get(slug="rechtsstaat"))
    submit(other_topic="Spielplätze", reason="https://a.example www.b.example http://c.example")
    lea.post(f"{DESK}export/csv/?arbeit=alle")
    Update.objects.create(title="Entwurf", slug="entwurf", text="Noch nicht")
    update = Update.objects.create(title="Radweg", slug="radweg", text="Er kommt")
    Subscription.objects.request("name@example.org")
    Subscription.objects.get().confirm([])
    update.publish(rita.user)
    update.prepare_deliveries()
    BarrierReport.objects.create(message="Zu klein")
    return {
        "vera": vera,
        "jan": jan,
        "lea": lea,
        "rita": rita,
        "dana": dana,
        "administrator": administrator,
    }


@pytest.mark.parametrize("name", ["vera", "jan", "lea", "rita", "dana", "administrator"])
def test_every_link_of_the_desk_leads_somewhere(desk, name):
    visit = Visit(desk[name], "/verwaltung/", within="/verwaltung/")
    assert [fault for fault in visit.faults if not fault.endswith(KNOWN)] == []
    assert len(visit.pages) > 10


def test_a_stranger_comes_to_the_login(client):
    visit = Visit(client, "/verwaltung/", within="/verwaltung/")
    assert visit.faults == []
    assert any(page.startswith("/verwaltung/konto/login/") for page in visit.pages)


def test_nothing_points_nowhere_in_the_states_of_the_desk(desk, submit):
    lea, row = desk["lea"], submit(reason="Zu voll", proposal="Mehr Busse")
    page = f"{DESK}{row.pk}/change/"
    form = lea.get(f"{DESK}add/").content.decode()
    code = re.search(r'name="code" value="([^"]+)"', form)[1]
    many = {"_selected_action": row.pk, "index": 0}
    answer = {"step": "answer", "answer-version": 7}
    table = SimpleUploadedFile("briefe.csv", csv(*ROWS))
    posts = {
        "wrong": (page, answer),
        "overtaken": (page, answer | {"answer-text": "Zu spät"}),
        "words for many": (DESK, many | {"action": "answer_many"}),
        "no words for many": (DESK, many | {"action": "reassign_many", "asked": 1}),
        "record with errors": (f"{DESK}add/", {"code": code, "day": "morgen"}),
        "no file": (f"{DESK}einlesen/", {}),
        "preview of a file": (f"{DESK}einlesen/", {"file": table, "source": "paper"}),
        "erase many": (DESK, many | {"action": "delete_selected"}),
        "update with errors": ("/verwaltung/survey/update/add/", {"slug": "ä"}),
        "login with errors": ("/verwaltung/konto/login/", {"login": "x", "password": "x"}),
    }
    senders = {"erase many": desk["dana"], "update with errors": desk["rita"]}
    senders["login with errors"] = Client()
    for name, (address, fields) in posts.items():
        response = senders.get(name, lea).post(address, fields)
        assert response.status_code in (200, 409, 422), name
        state = Page(address, response.content.decode())
        faults = check([state], {})
        assert [fault for fault in faults if not fault.endswith(KNOWN)] == [], name
