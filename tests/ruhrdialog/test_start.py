import pytest

pytestmark = pytest.mark.django_db


def test_it_says_what_this_is_and_calls_to_take_part(client):
    page = client.get("/").content.decode()
    assert "Was soll im Ruhrgebiet besser werden?" in page
    assert "Ohne Anmeldung, etwa drei Minuten." in page
    assert 'href="/mitmachen/"' in page


def test_it_links_every_forum_and_the_featured_questions(client):
    page = client.get("/").content.decode()
    assert page.count('href="/themenforen/') - page.count('href="/themenforen/"') == 20
    assert "/faq/was-ist-die-ruhr-konferenz/" in page


def test_it_takes_four_queries(client, django_assert_num_queries, period_known):
    with django_assert_num_queries(4):
        client.get("/")


def test_it_refuses_to_be_posted_to(client):
    assert client.post("/").status_code == 405
