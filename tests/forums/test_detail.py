"""/themenforen/<slug>/: one page a forum."""

import re

import pytest

from forums.models import Forum

pytestmark = pytest.mark.django_db


def test_it_shows_ministry_question_goals_and_moderation(client):
    page = client.get("/themenforen/verkehr/").content.decode()
    assert "<h1>Verkehr</h1>" in page
    assert "Wie vernetzen wir die Metropolregion Ruhr?" in page
    assert "Ministerium für Verkehr des Landes Nordrhein-Westfalen" in page
    assert "Die Metropolregion Ruhr braucht eine systematische Erhaltung" in page
    assert "<li>Minister Hendrik Wüst</li>" in page
    assert "<li>Ronald Pofalla, Vorstandsmitglied Deutsche Bahn AG</li>" in page


def test_it_leads_to_taking_part_and_to_its_neighbours(client):
    page = client.get("/themenforen/verkehr/").content.decode()
    assert 'href="/themenforen/verkehr/mitmachen/"' in page
    assert 'href="/themenforen/wohnen-und-stadt/" rel="prev"' in page
    assert 'href="/themenforen/natur-und-gruen/" rel="next"' in page


def test_the_first_and_the_last_have_one_neighbour(client):
    assert 'rel="prev"' not in client.get("/themenforen/integration/").content.decode()
    assert 'rel="next"' not in client.get("/themenforen/sport-und-events/").content.decode()


def test_it_leads_to_the_other_topics_of_its_group(client):
    page = client.get("/themenforen/verkehr/").content.decode()
    section = page.split("Auch zu „Wohnen, Verkehr, Umwelt“")[1].split("</nav>")[0]
    assert re.findall(r'href="/themenforen/([^"]+)/"', section) == [
        forum.slug
        for forum in Forum.objects.filter(group=Forum.objects.get(slug="verkehr").group)
        if forum.slug != "verkehr"
    ]


def test_a_topic_alone_in_its_group_names_no_others(client):
    Forum.objects.filter(slug="verkehr").update(group="culture")
    Forum.objects.exclude(slug="verkehr").update(group="economy")
    assert "Auch zu" not in client.get("/themenforen/verkehr/").content.decode()


def test_what_staff_write_is_escaped(client):
    Forum.objects.filter(slug="verkehr").update(goals="<b>Ziel</b>\n\nZweiter Absatz")
    page = client.get("/themenforen/verkehr/").content.decode()
    assert "<p>&lt;b&gt;Ziel&lt;/b&gt;</p>" in page
    assert "<p>Zweiter Absatz</p>" in page


def test_an_unknown_forum_gets_404(client):
    assert client.get("/themenforen/mond/").status_code == 404


def test_it_refuses_to_be_posted_to(client):
    assert client.post("/themenforen/verkehr/").status_code == 405
