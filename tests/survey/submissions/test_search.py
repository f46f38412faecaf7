"""Searching in German: 60 texts of our own, 20 queries and what each has to find."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import connection

from ruhrdialog.lib.codes import random_code, receipt_hash
from survey.submissions.models import Submission
from survey.submissions.newest_hits import newest_hits
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.search import search, vector
from survey.submissions.words import Word
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


def found(query):
    """Return what is listed of a search, in its order."""
    keys, _ = Submission.objects.best_hits(search(query))
    rows = Submission.objects.in_bulk(keys)
    return [rows[key] for key in keys]


def store(forum, *answers):
    """Store many submissions at once; return them."""
    return Submission.objects.bulk_create(
        Submission.made_of(receipt_hash=receipt_hash(random_code()), forum=forum, **each)
        for each in answers
    )


@pytest.fixture
def texts(verkehr):
    """Store the texts; return a function from rows to their names."""
    rows = store(verkehr, *({"reason": text} for text in TEXTS.values()))
    names = {row.pk: name for row, name in zip(rows, TEXTS, strict=True)}
    return lambda rows: {names[row.pk] for row in rows}


def test_there_are_60_texts_and_20_queries():
    assert (len(TEXTS), len(QUERIES)) == (60, 20)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_all_that_it_should(texts, query):
    assert texts(found(query)) >= QUERIES[query]


def test_of_what_is_found_nine_in_ten_are_right(texts):
    """The stemmer takes "Schülerinnen" for a form of "Schule": a few wrong ones are its price."""
    hits = {query: texts(found(query)) for query in QUERIES}
    right = sum(len(hits[query] & QUERIES[query]) for query in QUERIES)
    assert right / sum(map(len, hits.values())) >= 0.9


def test_the_best_hit_comes_first(submit):
    often = submit(reason="Radweg, Radweg und noch einmal Radweg", proposal="Radweg")
    once = submit(reason="Ein langer Text über vieles, unter anderem auch den Radweg in der Stadt")
    assert found("Radweg") == [often, once]


def test_all_of_the_own_words_are_searched(submit):
    topic = submit(other_topic="Spielplätze")
    proposal = submit(proposal="Mehr Spielplätze")
    assert set(found("Spielplatz")) == {topic, proposal}


@pytest.mark.parametrize("word", ["Bahn", "example", "Gleis", "Kante", "Bike", "b"])
def test_words_are_found_whatever_sign_stands_between_them(submit, word):
    row = submit(reason="Bus/Bahn, name@example.org, am Bahnsteig.Gleis_Kante, ein E-Bike, a_b")
    submit(reason="Etwas anderes")
    assert found(word) == [row]


def test_the_trigger_reads_what_the_model_says(submit):
    submit(reason="Bus/Bahn, name@example.org", proposal="a_b", other_topic="E-Bike")
    [(stored, made)] = Submission.objects.values_list("search_vector", vector(*OWN_WORDS))
    assert stored == made != ""


def test_the_migration_renews_what_was_stored_before_the_trigger(submit):
    row, plain = submit(reason="Bus/Bahn"), submit(reason="Bahn")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE survey_submission SET search_vector = to_tsvector('german', reason)")
    assert found("Bahn") == [plain]
    import_module("survey.migrations.0009_stored_normal_words").renew(
        None, connection.schema_editor()
    )
    assert set(found("Bahn")) == {plain, row}


def test_of_an_endless_search_the_beginning_counts(submit):
    bus = submit(reason="Der Bus")
    assert found(f"Bus {' ' * 400}Mond") == []
    assert found(f"Bus {' ' * 500}Mond") == [bus]


def test_hits_are_marked_and_escaped(lea, submit):
    submit(reason="Der <b>Radweg</b> endet", proposal="Weiterbauen")
    page = lea.get(f"{LIST}?q=radwege").content.decode()
    assert "<mark>Radweg</mark>" in page
    assert "<b>Radweg" not in page


@pytest.mark.parametrize(
    "query", ["der Radweg", "Radweg der", "der - Radweg , und", '"der" Radweg']
)
def test_words_of_which_texts_are_full_tell_nothing(submit, query):
    row = submit(reason="Ein Radweg fehlt")
    submit(reason="Der Bus, und der Zug")
    assert found(query) == [row]


def test_a_reference_is_found_as_it_is_said(submit):
    row = submit(reason="a")
    for typed in (row.reference, row.shown_reference.lower(), f" {row.shown_reference} "):
        assert found(typed) == [row]


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
    assert search(typed).words is None


@pytest.fixture
def over_the_years(verkehr):
    """Store 60 rows over two years; the word stands in 40, twice in one, none of them new."""

    def answers(number):
        text = "Radweg" if number % 3 else "Anderes"
        day = date(2024, 11, 1) + timedelta(days=number * 12)
        return {"reason": f"{text} {text}" if number == 50 else text, "day": day}

    *rows, _ = store(verkehr, *map(answers, range(60)), {"reason": "Viel später"})
    return rows


def test_of_very_many_hits_the_newest_are_ranked(over_the_years, monkeypatch):
    monkeypatch.setattr("survey.submissions.querysets.RANKED", 7)
    # Newest are 59, 58, 56, 55, 53, 52 and 50, which says it twice.
    assert found("Radweg") == [over_the_years[n] for n in (50, 59, 58, 56, 55, 53, 52)]


@pytest.mark.parametrize("many", [0, 10**9])
@pytest.mark.parametrize("expected", [1, 40, 10**6])
def test_the_newest_are_found_whatever_the_planner_expects(
    over_the_years, monkeypatch, many, expected
):
    monkeypatch.setattr("survey.submissions.newest_hits.MANY", many)
    monkeypatch.setattr("survey.submissions.newest_hits.planned", lambda rows: expected)
    everything = [row.pk for n, row in enumerate(over_the_years) if n % 3][::-1]
    words = search("Radweg").words
    for number in (1, 2, 7, 39, 40, 41):
        hits = newest_hits(Submission.objects.all(), words, number, "pk")
        assert [key for (key,) in hits] == everything[:number]


@pytest.fixture
def parts(over_the_years, submit, monkeypatch):
    """Store a newer text that has the word as a part of another; seven hits are shown."""
    row = submit(reason="Der Schnellradweg")
    Word.objects.renew()
    monkeypatch.setattr("survey.submissions.querysets.RANKED", 7)
    return row


def test_of_a_common_word_the_parts_of_others_give_way(parts, over_the_years, monkeypatch):
    monkeypatch.setattr("survey.submissions.querysets.planned", lambda rows: 15)
    assert found("Radweg") == [over_the_years[n] for n in (50, 59, 58, 56, 55, 53, 52)]
    monkeypatch.setattr("survey.submissions.querysets.planned", lambda rows: 14)
    assert found("Radweg") == [*(over_the_years[n] for n in (59, 58, 56, 55, 53, 52)), parts]


def test_of_a_word_that_is_taken_for_common_they_are_found(parts, over_the_years, monkeypatch):
    monkeypatch.setattr("survey.submissions.querysets.planned", lambda rows: 10**6)
    Submission.objects.filter(pk__in=[row.pk for row in over_the_years[:55]]).delete()
    assert found("Radweg") == [*(over_the_years[n] for n in (59, 58, 56, 55)), parts]


def test_within_a_day_the_reference_gives_the_order(submit):
    rows = [submit(reason="Radweg") for _ in range(6)]
    assert found("Radweg") == sorted(rows, key=lambda row: row.reference, reverse=True)


def test_spaces_are_no_search(lea, submit):
    row = submit(reason="a")
    assert shown(lea, "q=%20") == [row.pk]


def test_without_submissions_nothing_is_found(db):
    assert found("Radweg") == []


def test_who_has_no_forum_finds_nothing(over_the_years, staff):
    assert staff("nina", "Prüfung").get(f"{LIST}?q=Radweg").context["cl"].result_count == 0


def shown(client, query):
    return [row.pk for row in client.get(f"{LIST}?{query}").context["cl"].result_list]


def test_the_pages_of_a_search_follow_its_order(lea, over_the_years, monkeypatch):
    monkeypatch.setattr("survey.desk.admin.SubmissionAdmin.list_per_page", 15)
    order = [row.pk for row in found("Radweg")]
    assert shown(lea, "q=Radweg") == order[:15]
    assert shown(lea, "q=Radweg&p=3") == order[30:]
    assert shown(lea, "q=Radweg&all=") == order


def test_hits_can_be_ordered_by_a_column(lea, over_the_years, monkeypatch):
    monkeypatch.setattr("survey.desk.admin.SubmissionAdmin.list_per_page", 15)
    hits = [row.pk for number, row in enumerate(over_the_years) if number % 3]
    assert shown(lea, "q=Radweg&o=1") == hits[:15]
    assert shown(lea, "q=Radweg&o=-1&p=2") == hits[::-1][15:30]
    best, by_day = (lea.get(f"{LIST}?q=Radweg{order}").content.decode() for order in ("", "&o=1"))
    assert "sortable column-shown_reference" in best
    assert "sortable column-shown_reference sorted ascending" not in best
    assert "sortable column-shown_reference sorted ascending" in by_day


def test_a_search_stays_within_the_filter(lea, over_the_years):
    winter = Submission.objects.filter(day__gte="2025-01-01", day__lt="2025-03-01")
    expected = set(winter.filter(reason="Radweg").values_list("pk", flat=True))
    assert set(shown(lea, "q=Radweg&day__gte=2025-01-01&day__lt=2025-03-01")) == expected
    assert expected


def test_counts_end_where_nobody_turns_pages(lea, submit, monkeypatch):
    monkeypatch.setattr("survey.desk.list.CappedPaginator.most", 2)
    for _ in range(4):
        submit(reason="a")
    assert "Mehr als 2 Beiträge" in lea.get(f"{LIST}?arbeit=alle").content.decode()
