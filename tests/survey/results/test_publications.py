"""Published contributions: consent, the second look, what is blacked out, and that all else stays
hidden behind every public door."""

import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from forums.models import Forum
from ruhrdialog.lib.codes import random_code
from ruhrdialog.lib.pages import PROXY_SECONDS, WORDS_SECONDS
from survey.projects.models import Project
from survey.results import publication_views
from survey.results.blackening import (
    BLOCK,
    INSULT,
    PERSONAL,
    blackened,
    erase,
    is_blackened,
    missing,
    with_black,
)
from survey.results.links import link
from survey.results.numbers import renew_numbers
from survey.results.publications import PublicAddress, Publication
from survey.results.sentences import Sentence, SentenceContribution
from survey.submissions.models import StateError
from survey.submissions.steps import ANSWER, MARK_READ, MARK_URGENT, SETTLE_URGENT, SORT_OUT
from survey.upkeep.retention import delete_outdated

pytestmark = pytest.mark.django_db
ADMIN = "/verwaltung/survey/publication/"
FEED, DATA = "/ergebnisse/beitraege/feed.xml", "/ergebnisse/beitraege/daten.json"
SECRET = "Zorbalin"  # a word that stands nowhere else
DOORS = [
    *("/", "/ergebnisse/", "/ergebnisse/verkehr/", "/themenforen/verkehr/", "/sitemap.xml"),
    *("/projekte/", "/projekte/takt/", "/neuigkeiten/feed.xml"),
    "/ergebnisse/beitraege/",
    f"/ergebnisse/beitraege/?suche={SECRET}",
    "/ergebnisse/beitraege/?thema=verkehr",
    "/ergebnisse/beitraege/?seite=2",
    *(FEED, DATA),
]


@pytest.fixture
def contribute(submit, reviewer):
    """Store a contribution with consent that was read, answered too."""

    def make(reason="Der Bus fährt zu selten.", code=None, consent=True, **answers):
        row = submit(code or random_code(), reason=reason, publication_consent=consent, **answers)
        row.take(MARK_READ, reviewer)
        row.take(ANSWER, reviewer, "Wir prüfen einen dichteren Takt.")
        return row

    return make


@pytest.fixture
def project():
    ministry = Forum.objects.get(slug="verkehr").ministry
    row = Project.objects.create(title="Takt", slug="takt", field="mobility", ministry=ministry)
    row.states.create(state="running", since="2021-01-01")
    row.release()
    return row


@pytest.fixture
def publish(vera, lea):
    def make(row, passages=()):
        publication = Publication.objects.choose(row, vera.user, passages)
        publication.publish(lea.user)
        return Publication.objects.get(pk=publication.pk)

    return make


def words_behind_all_doors(client, *more):
    """Return what a visitor gets behind every door, in headers too."""
    found = []
    for door in (*DOORS, *more):
        response = client.get(door)
        shown = response.content.decode().replace(f'value="{SECRET}"', "")  # of the search field
        found.append(shown + str(response.headers))
    return "\n".join(found)


# Passages


def test_the_reason_stands_in_the_place_of_a_passage_however_it_is_broken():
    text = "Herr  Meier\nwohnt in Essen. Meier ist ein Esel."
    passages = [("Meier", PERSONAL), ("Herr Meier", PERSONAL), ("ein Esel", INSULT)]
    black = blackened(text, passages)
    assert "Meier" not in black
    assert "Esel" not in black
    assert black.count(PERSONAL) == 2
    assert 'blackened">geschwärzt: Beleidigung</span>' in with_black(black)
    assert missing([text], [("Herr Meier", ""), ("Frau", ""), (" ", "")]) == ["Frau"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Herr Meier in Essen", True),
        ("Herr  in Essen", True),
        ("Herr Meier in Bochum", False),
        ("Frau Meier in Essen", False),
        ("in Essen", False),
        ("", False),
    ],
)
def test_a_text_is_known_by_what_was_left_of_it(text, is_one):
    assert is_blackened(blackened("Herr Meier in Essen", [("Meier", PERSONAL)]), text) == is_one
    both = blackened("Herr Meier in Essen", [("Meier", PERSONAL), ("in", INSULT)])
    assert is_blackened(both, "Herr Meier in Essen")
    assert not is_blackened(both, "Herr  Essen")
    assert is_blackened(text, text)


def test_what_is_published_is_escaped():
    assert with_black("<b>█ Beleidigung █ █ x █") == (
        '&lt;b&gt;<span class="blackened">geschwärzt: Beleidigung</span> █ x █'
    )


# Choosing and publishing


def test_it_is_shown_with_the_answer_after_a_second_look(client, vera, lea, contribute):
    row = contribute()
    publication = Publication.objects.choose(row, vera.user)
    assert "zu selten" not in words_behind_all_doors(client)
    with pytest.raises(StateError):
        publication.publish(vera.user)
    publication.publish(lea.user)
    page = client.get(publication.get_absolute_url())
    assert "zu selten" in page.content.decode()
    assert "dichteren Takt" in page.content.decode()
    assert f"max-age={WORDS_SECONDS}" in page["Cache-Control"]
    assert "stale" not in page["Cache-Control"]
    assert WORDS_SECONDS + PROXY_SECONDS <= 10
    with pytest.raises(StateError):
        publication.publish(lea.user)
    for door in ("/ergebnisse/beitraege/", "/ergebnisse/beitraege/?suche=SELTEN%20bus"):
        assert publication.get_absolute_url() in client.get(door).content.decode()
    assert row.reference not in words_behind_all_doors(client, publication.get_absolute_url())


@pytest.mark.parametrize("wrong", ["no consent", "unread", "no text", "sorted out", "public"])
def test_what_may_not_be_published_cannot_be_chosen(submit, reviewer, contribute, publish, wrong):
    row = submit(reason="" if wrong == "no text" else "Grund", publication_consent=True)
    if wrong == "no consent":
        row.agree(None)
    if wrong == "sorted out":
        row.take(SORT_OUT, reviewer)
    if wrong == "public":
        row = contribute()
        publish(row)
    if wrong == "no consent":
        row.refresh_from_db()
        row.take(MARK_READ, reviewer)
    with pytest.raises(StateError):
        Publication.objects.choose(row, reviewer)


def test_the_database_wants_two_people(contribute, publish):
    publication = publish(contribute())
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.update(published_by=publication.chosen_by)


def test_messengers_keep_none_of_the_words(client, contribute, publish):
    publication = publish(contribute(SECRET, other_topic="Zorbathema"))
    page = client.get(publication.get_absolute_url()).content.decode()
    head = page.partition("</head>")[0]
    assert "Zorba" not in head
    assert "/mitmachen/bild.png" in head
    assert "noindex" in head


# What has gone


@pytest.mark.parametrize("way", ["taken back", "withdrawn", "sorted out", "ended", "erased"])
def test_what_is_not_published_any_more_is_nowhere(
    client, contribute, publish, project, way, lea, post
):
    code = random_code()
    row = contribute(f"{SECRET} fährt nie.", code)
    publication = publish(row)
    link(project, [row])
    address = publication.get_absolute_url()
    assert SECRET in words_behind_all_doors(client, address)
    assert address in client.get("/projekte/takt/").content.decode()
    if way == "taken back":
        post(f"/beleg/{code}/zustimmung/")
        assert not Publication.objects.exists()
    elif way == "withdrawn":
        post(f"/beleg/{code}/")
    elif way == "sorted out":
        type(row).objects.filter(pk=row.pk).update(state="spam")
    elif way == "ended":
        lea.post(f"{ADMIN}{publication.pk}/beenden/")
    else:
        row.delete()
    gone = client.get(address)
    assert gone.status_code == 410
    assert gone["Cache-Control"].startswith(f"public, max-age={WORDS_SECONDS}")
    assert SECRET not in words_behind_all_doors(client, address)
    assert address not in client.get("/projekte/takt/").content.decode()
    data = json.loads(client.get("/ergebnisse/beitraege/daten.json").content)
    assert (data["published"], len(data["gone"])) == ([], 1)
    assert data["gone"][0]["address"].endswith(address)
    assert "Zurückgenommen" in client.get("/ergebnisse/beitraege/feed.xml").content.decode()
    renew_numbers(is_closed=False)
    assert PublicAddress.objects.get().gone_on == timezone.localdate()


def test_consent_given_again_brings_nothing_back(client, contribute, publish):
    row = contribute(SECRET)
    address = publish(row).get_absolute_url()
    row.agree(None)
    assert client.get(address).status_code == 410
    Publication.objects.get().end()
    row.agree("2026-11")
    assert SECRET not in words_behind_all_doors(client, address)


def test_what_is_blacked_out_waits_or_was_never_agreed_to_is_nowhere(
    client, contribute, publish, vera
):
    passages = [(SECRET, PERSONAL)]
    address = publish(contribute(f"Frau {SECRET} weiß es."), passages).get_absolute_url()
    publish(contribute("Wort " * 38 + f"Frau {SECRET} weiß es."), passages)  # cut in the list
    assert BLOCK not in client.get("/ergebnisse/beitraege/").content.decode()
    Publication.objects.choose(contribute(f"{SECRET} wartet."), vera.user)
    contribute(f"{SECRET} sagt nein.", consent=False)
    found = words_behind_all_doors(client, address)
    assert SECRET not in found
    assert "geschwärzt: personenbezogene Angaben" in client.get(address).content.decode()


def test_an_unknown_address_is_not_there(client):
    assert client.get("/ergebnisse/beitraege/bcdfghjk/").status_code == 404
    assert client.get("/ergebnisse/beitraege/?thema=mond").status_code == 422
    assert client.post("/ergebnisse/beitraege/").status_code == 405


def test_feed_and_data_name_everything_part_by_part(client, contribute, publish, monkeypatch):
    monkeypatch.setattr(publication_views, "IN_A_FILE", 2)
    monkeypatch.setattr(publication_views, "IN_THE_FEED", 2)
    rows = [publish(contribute(f"Grund {number}.")) for number in range(4)]
    ids = re.findall("<id>(.*?)</id>", client.get(FEED).content.decode())
    for row in rows[:3]:
        row.end()
    PublicAddress.objects.filter(pk=rows[0].address_id).update(gone_on="2026-01-01")
    parts = [json.loads(client.get(DATA).content)]
    parts.append(json.loads(client.get(parts[0]["next"]).content))
    assert [len(part["published"]) for part in parts] == [1, 0]
    assert [len(part["gone"]) for part in parts] == [2, 1]
    assert parts[1]["gone"][0]["address"].endswith(rows[0].get_absolute_url())  # the newest first
    assert parts[1]["next"] is None
    feed = client.get(FEED).content.decode()
    [following] = re.findall('<link href="([^"]+)" rel="next"', feed)
    later = client.get(following).content.decode()
    assert (feed.count("<entry>"), later.count("<entry>")) == (3, 1)
    assert 'rel="next"' not in later
    # What has gone takes the place of what readers have.
    addresses = [row.get_absolute_url() for row in rows[:3]]
    gone = [each for each in ids if any(address in each for address in addresses)]
    assert gone
    assert all(each in feed + later for each in gone)
    for wrong in ("3", "0", "-1", "x", "9999999", "1.0"):
        for door in (FEED, DATA):
            assert client.get(f"{door}?seite={wrong}").status_code == 404, wrong


# The desk


def test_one_chooses_and_another_publishes_at_the_desk(client, vera, lea, jan, contribute):
    row = contribute(f"Frau {SECRET} weiß es.")
    form = vera.get(f"{ADMIN}add/?reference={row.reference}").content.decode()
    assert f"Frau {SECRET}" in form
    wrong = {"reference": row.reference, "personal": "Herr Niemand"}
    assert "Das steht so nicht im Text" in vera.post(f"{ADMIN}add/", wrong).content.decode()
    assert "finden wir keinen Beitrag" in jan.post(f"{ADMIN}add/", wrong).content.decode()
    sent = {"reference": row.shown_reference, "personal": f"Frau {SECRET}"}
    assert vera.post(f"{ADMIN}add/", sent).status_code == 302
    publication = Publication.objects.get()
    page = f"{ADMIN}{publication.pk}/"
    vera.post(f"{page}veroeffentlichen/")
    jan.post(f"{page}veroeffentlichen/")
    assert not PublicAddress.objects.exists()
    assert "Zweiter Blick: veröffentlichen" in lea.get(f"{page}change/").content.decode()
    lea.post(f"{page}veroeffentlichen/")
    shown = client.get(PublicAddress.objects.get().get_absolute_url()).content.decode()
    assert "geschwärzt: personenbezogene Angaben</span> weiß es." in shown
    assert jan.post(f"{page}beenden/").status_code in (403, 302)
    assert Publication.objects.exists()


def test_an_answer_that_comes_later_is_put_beside_it_by_who_did_not_write_it(
    client, vera, lea, jan, submit, reviewer, publish
):
    row = submit(reason="Grund", publication_consent=True)
    row.take(MARK_READ, reviewer)
    publication = publish(row)
    page = f"{ADMIN}{publication.pk}/"
    assert "Inzwischen hat" not in lea.get(f"{page}change/").content.decode()
    row.take(ANSWER, vera.user, "Der Takt\nwird dichter.")
    assert "jemand anderes als" in vera.get(f"{page}change/").content.decode()
    assert "Antwort daneben" in lea.get(f"{page}change/").content.decode()
    seen = {"seen_answer": "Der Takt\r\nwird dichter."}
    vera.post(f"{page}antwort/", seen)
    lea.post(f"{page}antwort/", {"seen_answer": "Der Takt bleibt."})
    assert jan.post(f"{page}antwort/", seen).status_code == 403
    assert "dichter" not in client.get(publication.get_absolute_url()).content.decode()
    lea.post(f"{page}antwort/", seen)
    assert "dichter" in client.get(publication.get_absolute_url()).content.decode()
    assert "Inzwischen hat" not in lea.get(f"{page}change/").content.decode()


def test_data_protection_blacks_out_for_good(client, dana, lea, contribute, publish, reviewer):
    row = contribute(f"Frau {SECRET} weiß es.")
    row.notes.create(text=f"{SECRET}!", by=reviewer)
    row.answer_drafts.create(verb="answer", text="An Herrn Zorbald", by=reviewer)
    address = publish(row).get_absolute_url()
    sent = {"reference": row.reference, "passage": SECRET}
    assert lea.post(f"{ADMIN}schwaerzen/", sent).status_code in (403, 302)
    assert dana.post(f"{ADMIN}schwaerzen/", sent | {"passage": "nie"}).status_code == 422
    assert dana.post(f"{ADMIN}schwaerzen/", sent).status_code == 302
    row.refresh_from_db()
    assert "dritten Person" in row.reason
    assert SECRET not in row.reason + row.notes.get().text
    assert client.get(address).status_code == 410
    assert erase(row, SECRET) == 0
    draft = sent | {"passage": "Herrn Zorbald"}
    assert dana.post(f"{ADMIN}schwaerzen/", draft).status_code == 302
    assert "Zorbald" not in row.answer_drafts.get().text


# What became of it


def test_each_sentence_says_how_many_are_behind_it_and_leads_to_its_projects(
    client, lea, submit, project
):
    rows = [submit(reason="Grund") for _ in range(55)]
    sentence = Sentence.objects.create(
        forum=rows[0].forum, text="Viele warten zu lange.", follows="Der Takt wird dichter."
    )
    sentence.projects.add(project)
    page = f"/verwaltung/survey/sentence/{sentence.pk}/change/"
    fields = {
        "forum": sentence.forum_id,
        "position": 0,
        "text": sentence.text,
        "follows": sentence.follows,
        "projects": project.pk,
        "references": "\n".join(row.reference for row in rows[:12]),
    }
    assert lea.post(page, fields).status_code == 302
    assert SentenceContribution.objects.count() == 12
    for door in ("/ergebnisse/verkehr/", "/themenforen/verkehr/"):
        assert "zu lange" not in client.get(door).content.decode()
    action = {"action": "release", "_selected_action": sentence.pk}
    lea.post("/verwaltung/survey/sentence/", action)
    renew_numbers(is_closed=True)
    for door in ("/ergebnisse/verkehr/", "/themenforen/verkehr/"):
        shown = client.get(door).content.decode()
        assert "Viele warten zu lange." in shown
        assert "Dahinter: 10 Beiträge." in shown
        assert re.search(r">40 Beiträge zu diesem Thema kommen in keinem", shown)
        assert "/projekte/takt/" in shown
    assert "Veröffentlichte Beiträge dahinter" not in shown
    rows[0].withdraw()
    assert SentenceContribution.objects.count() == 11
    taken = fields | {"references": "", "removed": rows[1].reference}
    assert lea.post(page, taken).status_code == 302
    assert SentenceContribution.objects.count() == 10
    project.take_back()
    assert "/projekte/takt/" not in client.get("/ergebnisse/verkehr/").content.decode()
    lea.post("/verwaltung/survey/sentence/", action | {"action": "take_back"})
    assert "zu lange" not in client.get("/ergebnisse/verkehr/").content.decode()


def test_a_sentence_leads_to_what_is_published_behind_it_and_back(client, contribute, publish):
    row, other = contribute("Hinter dem Satz."), contribute("Anderswo.")
    sentence = Sentence.objects.create(forum=row.forum, text="Viele warten.", is_released=True)
    sentence.links.create(submission=row)
    address = publish(row).get_absolute_url()
    publish(other)
    for door in ("/ergebnisse/verkehr/", "/themenforen/verkehr/"):
        assert f'?satz={sentence.pk}"' in client.get(door).content.decode()
    shown = client.get(f"/ergebnisse/beitraege/?satz={sentence.pk}").content.decode()
    assert "Hinter dem Satz." in shown
    assert "Anderswo." not in shown
    assert "Viele warten." in client.get(address).content.decode()
    Sentence.objects.update(is_released=False)
    assert client.get(f"/ergebnisse/beitraege/?satz={sentence.pk}").status_code == 422
    assert client.get("/ergebnisse/beitraege/?satz=mond").status_code == 422
    assert "Viele warten." not in client.get(address).content.decode()


def test_addresses_of_what_has_gone_are_kept_for_five_years(contribute, publish):
    publish(contribute()).end()
    PublicAddress.objects.update(gone_on=timezone.localdate() - timedelta(5 * 365 + 2))
    delete_outdated()
    assert not PublicAddress.objects.exists()


def test_what_is_urgent_is_published_by_nobody_and_seen_no_more(
    client, contribute, publish, lea, vera
):
    row = contribute(reason=SECRET)
    address = publish(row).get_absolute_url()
    assert SECRET in client.get(address).content.decode()
    row.take(MARK_URGENT, vera.user)
    assert not Publication.objects.visible().exists()
    other = contribute(reason=SECRET)
    other.take(MARK_URGENT, vera.user)
    with pytest.raises(StateError):
        Publication.objects.choose(other, lea.user)
    other.take(SETTLE_URGENT, lea.user)
    assert Publication.objects.choose(other, lea.user)
