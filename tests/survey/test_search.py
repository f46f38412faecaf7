"""Searching in German: 60 texts of our own, 20 queries and what each has to find."""

import pytest

from survey.models import Submission
from survey.search import search
from tests.survey.texts import TEXTS

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"

QUERIES = {
    "Bus": {"bus-night", "bus-full", "volunteers"},
    "Nachtbus": {"bus-night"},
    "Fahrrad": {"bike-station", "bike-theft"},
    "fahrräder": {"bike-station", "bike-theft"},
    "Rad": {"bike-path", "bike-fast"},
    "Schule": {"school-roof", "school-toilet", "training"},
    "schul": {"school-roof", "school-toilet", "training", "solar", "bus-full"},
    '"der Schule"': {"school-roof", "school-toilet"},
    "Schule -Toiletten": {"school-roof", "training"},
    "Bahnhof": {"bike-station", "barrier", "police"},
    "Bahnhof abends": {"police"},
    "abends dunkel": {"park", "fear"},
    "Straße": {"road-holes"},
    "strassen": {"road-holes", "tram", "bees"},
    "Innenstadt": {"trees", "market"},
    "geschlossen": {"swimming", "hospital"},
    "Jugendliche": {"football", "theatre"},
    "-Bus -Schule Regen": {"bus-stop"},
    "Wohnung Familie": {"flats"},
    "Antrag Internet": {"forms"},
}


@pytest.fixture
def texts(submit):
    """Store the texts; return a function from rows to their names."""
    names = {submit(reason=text).pk: name for name, text in TEXTS.items()}
    return lambda rows: {names[row.pk] for row in rows}


def test_there_are_60_texts_and_20_queries():
    assert (len(TEXTS), len(QUERIES)) == (60, 20)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_all_that_it_should(texts, query):
    assert texts(Submission.objects.found(query)) >= QUERIES[query]


def test_of_what_is_found_nine_in_ten_are_right(texts):
    """The stemmer takes "Schülerinnen" for a form of "Schule": a few wrong ones are its price."""
    found = {query: texts(Submission.objects.found(query)) for query in QUERIES}
    right = sum(len(found[query] & QUERIES[query]) for query in QUERIES)
    assert right / sum(map(len, found.values())) >= 0.9


def test_the_best_hit_comes_first(submit):
    often = submit(reason="Radweg, Radweg und noch einmal Radweg", proposal="Radweg")
    once = submit(reason="Ein langer Text über vieles, unter anderem auch den Radweg in der Stadt")
    assert list(Submission.objects.found("Radweg")) == [often, once]


def test_all_of_the_own_words_are_searched(submit):
    topic = submit(other_topic="Spielplätze")
    proposal = submit(proposal="Mehr Spielplätze")
    assert set(Submission.objects.found("Spielplatz")) == {topic, proposal}


def test_hits_are_marked_and_escaped(lea, submit):
    submit(reason="Der <b>Radweg</b> endet", proposal="Weiterbauen")
    page = lea.get(f"{LIST}?q=radwege").content.decode()
    assert "<mark>Radweg</mark>" in page
    assert "<b>Radweg" not in page


def test_a_reference_is_found_as_it_is_said(submit):
    row = submit(reason="a")
    for typed in (row.reference, row.shown_reference.lower(), f" {row.shown_reference} "):
        assert list(Submission.objects.found(typed)) == [row]


def test_a_foreign_row_is_not_found(jan, submit):
    row = submit(reason="Geheimwort")
    for query in ("Geheimwort", row.reference, "-anderes"):
        assert jan.get(f"{LIST}?q={query}").context["cl"].result_count == 0


@pytest.mark.parametrize(
    "typed",
    [
        *("'", '"', '""', "-", "--", "&", "|", "!", ":*", "<->", "(", "\\", "a'b", "a\\", "%", "_"),
        *("und", "-und", '"und die"', "ä" * 500, "a " * 500, "🚲", "a\tb", "O'Neill", "E-Bike"),
    ],
)
def test_whatever_is_typed_is_no_error(lea, typed):
    assert lea.get(LIST, {"q": typed}).status_code == 200


@pytest.mark.parametrize("typed", ["", "  ", '""', "-", "!?", "und", '"und die"'])
def test_without_a_word_that_tells_anything_there_is_no_search(typed):
    assert search(typed) is None


def test_of_very_many_hits_the_newest_are_ranked(submit, monkeypatch):
    monkeypatch.setattr("survey.models.queues.RANKED", 3)
    rows = [submit(reason="Radweg") for _ in range(5)]
    assert len(set(Submission.objects.found("Radweg")) & set(rows)) == 3


def test_counts_end_where_nobody_turns_pages(lea, submit, monkeypatch):
    monkeypatch.setattr("survey.admin.submissions.CappedPaginator.most", 2)
    for _ in range(4):
        submit(reason="a")
    assert "Mehr als 2 Beiträge" in lea.get(f"{LIST}?arbeit=alle").content.decode()
