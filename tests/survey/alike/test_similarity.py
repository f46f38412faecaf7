"""Similar submissions: 30 pairs of our own among 60 texts; score, words, rights, campaigns."""

import pytest
from django.db import connection

from survey.alike.campaigns import find_campaigns
from survey.alike.similarity import as_written, similar_to
from survey.submissions.models import Submission
from tests.survey.alike.pairs import NEARLY_THE_SAME, OTHER_WORDS
from tests.survey.alike.test_campaigns import GUISES, TEXT
from tests.survey.texts import TEXTS

pytestmark = pytest.mark.django_db


def found(submission, among=None):
    visible = Submission.objects.all() if among is None else among
    return [similar.submission for similar in similar_to(submission, visible)]


def count_words():
    """Let Postgres count how common each word is, as it does by itself from time to time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE survey_submission")


@pytest.fixture
def share_found(submit):
    """Store the texts and what others say instead; return how many of these lead to the text."""
    pairs = NEARLY_THE_SAME | OTHER_WORDS
    first = {name: submit(reason=text) for name, text in TEXTS.items()}
    second = {name: submit(reason=text) for name, text in pairs.items()}
    count_words()

    def share(names, places):
        leading = [name for name in names if first[name] in found(second[name])[:places]]
        return len(leading) / len(names)

    return share


def test_there_are_30_pairs():
    assert (len(NEARLY_THE_SAME), len(OTHER_WORDS)) == (10, 20)
    assert set(NEARLY_THE_SAME | OTHER_WORDS) <= set(TEXTS)


def test_nearly_the_same_words_are_found_first(share_found):
    assert share_found(NEARLY_THE_SAME, places=1) == 1


def test_the_same_in_other_words_is_found_among_the_first_three(share_found):
    assert share_found(OTHER_WORDS, places=3) == 1


def test_the_score_and_the_common_words_tell_why(submit):
    one = submit(reason="Am Güterbahnhof fehlt eine Hebebühne für Rollstühle.")
    two = submit(reason="Wo ist am Güterbahnhof die Hebebühne?", proposal="Rollstuhl")
    [similar] = similar_to(one, Submission.objects.all())
    assert similar.submission == two
    assert 15 < similar.percent < 100
    assert set(similar.words) == {"Güterbahnhof", "Hebebühne", "Rollstühle"}


def test_an_address_is_named_by_its_parts(submit):
    one, _ = submit(reason="Siehe www.a.example"), submit(proposal="Was steht auf www.a.example?")
    [similar] = similar_to(one, Submission.objects.all())
    assert set(similar.words) == {"www", "a", "example"}


def test_the_same_words_are_a_hundred_percent(submit):
    one, _ = submit(reason="Mehr Busse"), submit(reason="Busse, mehr!")
    [similar] = similar_to(one, Submission.objects.all())
    assert similar.percent == 100


@pytest.mark.parametrize("guise", GUISES)
def test_the_same_text_in_any_guise_is_a_hundred_percent_alike(submit, guise):
    one, _ = submit(reason=TEXT), submit(proposal=guise)
    [similar] = similar_to(one, Submission.objects.all())
    assert similar.percent == 100


@pytest.mark.parametrize(
    "text",
    [
        *("Bru\u0308cke", "Brücke", "\ufeffBrücke", "Brü\u00adcke", "„Brücke“", "Brü\u200bcke"),
        *("Bru\u0308cke–Brücke", "\u202aBrücke\u202c", "Ｂrücke", "Brücke\x0b"),
    ],
)
def test_a_word_is_named_in_its_usual_form(text):
    assert set(as_written(Submission(reason=text)).values()) == {"Brücke"}


def test_a_rare_word_tells_more_than_many_common_ones(submit):
    for number in range(40):
        submit(reason=f"Der Bus am Bahnhof kommt jeden Abend zu spät, Linie {number}")
    one = submit(reason="Der Bus am Bahnhof hat eine Kuckucksuhr")
    common = submit(reason="Der Bus am Bahnhof kommt")
    rare = submit(reason="Wem gehört die Kuckucksuhr?")
    count_words()
    order = found(one)
    assert order[0] == rare
    assert common not in order or order.index(common) > 0


def test_only_what_the_reader_may_see_is_compared(submit, vera):
    bus = submit(reason="Die Schwebefähre")
    submit(other_topic="Ausflüge", reason="Die Schwebefähre")
    assert found(bus, Submission.objects.visible_to(vera.user)) == []


def test_the_own_campaign_is_left_out_and_another_one_is_named_once(submit):
    own = [submit(reason=TEXT) for _ in range(5)]
    others = [
        submit(reason="Güterbahnhof: Hallen und Werkstätten verfallen, der Garten auch.")
        for _ in range(5)
    ]
    find_campaigns()
    [similar] = found(Submission.objects.get(pk=own[0].pk))
    assert similar in others


def test_nothing_alike_is_an_empty_answer(submit):
    submit(reason="Spielplätze")
    assert found(submit(reason="Schwimmbad")) == []
    assert found(submit()) == []


@pytest.mark.parametrize("text", ["Rock'n'Roll ' \\ '' \\' & | ! ( ) :*", "'", "ß ss ẞ", "🚲 🚌"])
def test_signs_that_mean_something_to_postgres_do_no_harm(submit, text):
    one, two = submit(reason=f"Musik {text}"), submit(proposal=f"Musik {text}")
    assert found(one) == [two]
