"""/faq/ and /faq/<slug>/."""

import re

import pytest

from faq.models import Question

pytestmark = pytest.mark.django_db


def test_every_question_has_an_anchor_and_a_page(client):
    page = client.get("/faq/").content.decode()
    anchors = re.findall(r'<section class="answer" id="([\w-]+)"', page)
    assert len(anchors) == 18
    for anchor in anchors:
        assert f'href="#{anchor}"' in page
        assert client.get(f"/faq/{anchor}/").status_code == 200


def test_the_portals_own_answers_stand_behind_the_authoritys_and_say_so(client):
    page = client.get("/faq/").text
    before, _, own = page.partition("Zum Mitmachen, von der Redaktion dieses Portals:")
    assert before.count('<section class="answer"') == 12
    assert own.count('<section class="answer"') == 6
    note = "Diese Antwort ist von der Redaktion dieses Portals."
    assert note in client.get("/faq/wer-liest-das/").text
    assert note not in client.get("/faq/was-ist-ein-themenforum/").text


def test_the_conditions_are_a_list_and_the_address_is_a_link(client):
    page = client.get("/faq/").content.decode()
    assert "<ol>\n<li>sie müssen geeignet sein, das vom jeweiligen" in page
    address = "https://www.dialog.ruhr-konferenz.nrw"
    assert f'<a href="{address}">www.dialog.ruhr-konferenz.nrw</a>' in page


@pytest.mark.parametrize("address", ["/faq/", "/faq/welche-themenforen-gibt-es/"])
def test_the_forums_are_shown_from_the_database(client, address):
    page = client.get(address).content.decode()
    assert len(re.findall(r'<a href="/themenforen/[\w-]+/">', page)) == 20


def test_other_questions_show_no_forums(client):
    page = client.get("/faq/was-ist-die-ruhr-konferenz/").content.decode()
    assert '<a href="/themenforen/verkehr/">' not in page


def test_it_ends_with_the_authoritys_call_to_take_part(client):
    assert "Beteiligen Sie sich jetzt!" in client.get("/faq/").content.decode()


def test_it_takes_three_queries(client, django_assert_num_queries, period_known):
    with django_assert_num_queries(3):
        client.get("/faq/")


def test_html_in_an_answer_is_shown_as_text(client):
    Question.objects.filter(position=1).update(
        answer='<script>alert(1)</script> [x](javascript:alert(1)) <img src="x"> **fett**'
    )
    page = client.get("/faq/").content.decode()
    assert "<script>" not in page
    assert 'href="javascript' not in page
    assert "<strong>fett</strong>" in page


def test_an_unknown_question_gets_404(client):
    assert client.get("/faq/mond/").status_code == 404


@pytest.mark.parametrize("address", ["/faq/", "/faq/was-ist-ein-themenforum/"])
def test_they_refuse_to_be_posted_to(client, address):
    assert client.post(address).status_code == 405
