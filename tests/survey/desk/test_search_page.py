"""What the desk says of a search: what was meant, what to try; notes and tags by own rights."""

import pytest
from django.db import connection
from django.utils.html import escape

from forums.models import Forum
from survey.submissions.models import Submission
from survey.submissions.search import search
from survey.submissions.steps import REASSIGN
from survey.submissions.tasks import add_words, renew_words
from survey.submissions.words import Word

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/submission/"


def asked(client, query, **others):
    response = client.get(LIST, {"q": query, **others})
    assert response.status_code == 200
    return response


def shown(client, query):
    return [row.pk for row in asked(client, query).context["cl"].result_list]


def meant(typed):
    return Submission.objects.meant(typed, search(typed))


# Notes and tags


@pytest.fixture
def noted(vera, submit):
    row = submit(reason="Der Radweg endet")
    row.notes.create(text="Bürgermeisterin an\u00adrufen, Bau\u0308amt/Archiv", by=vera.user)
    row.add_tag("Pressethema")
    return row


@pytest.mark.parametrize(
    "query",
    [
        *("Bürgermeisterin", "anrufen", "Bauamt", "Archiv", '"Bürgermeisterin anrufen"', "bürgerm"),
        *("Pressethema", "presse", "PRESSETHEMA", "Archiv -Bus"),
    ],
)
def test_notes_and_tags_are_searched(vera, lea, noted, query):
    assert shown(vera, query) == shown(lea, query) == [noted.pk]


@pytest.mark.parametrize(
    "query",
    ["Archiv -Radweg", "-Archiv Bus", '"anrufen Bürgermeisterin"', "Archiv Pressethema", "-x"],
)
def test_what_a_search_excludes_or_wants_besides_holds_for_them_too(vera, noted, query):
    assert shown(vera, query) == ([noted.pk] if query == "-x" else [])


def test_a_text_stands_before_notes_and_each_row_once(vera, submit, noted):
    text = submit(reason="Archiv")
    assert shown(vera, "Archiv") == [text.pk, noted.pk]
    text.notes.create(text="Archiv", by=vera.user)
    assert shown(vera, "Archiv") == [text.pk, noted.pk]


def test_others_find_no_note_not_even_of_what_they_handed_on(vera, jan, noted):
    noted.take(REASSIGN, vera.user, "Geheimsache", Forum.objects.get(slug="rechtsstaat"))
    assert shown(vera, "Radweg") == [noted.pk]
    assert shown(vera, "Archiv") == shown(vera, "Geheimsache") == []
    assert shown(jan, "Archiv") == shown(jan, "Geheimsache") == [noted.pk]


def test_who_erases_and_reads_no_notes_finds_none(dana, noted):
    assert shown(dana, "Radweg") == [noted.pk]
    assert shown(dana, "Archiv") == []


def test_what_a_note_has_is_exported_too(vera, noted, submit):
    submit(reason="Bus")
    file = b"".join(vera.post(f"{LIST}export/csv/?q=Archiv").streaming_content).decode()
    assert noted.shown_reference in file
    assert "Bus" not in file


def test_notes_are_found_within_the_filter(lea, noted):
    assert asked(lea, "Archiv", arbeit="antwort").context["cl"].result_count == 0


# What was meant

TEXT = (
    "Der Radweg an der Brücke endet vor der Haltestelle; die Fußgängerampel am Krankenhaus fehlt."
)
ERRORS = {
    "Radwek": "Radweg",
    "Rdaweg": "Radweg",
    "Radwegg": "Radweg",
    "Fadweg": "Radweg",
    "Brükce": "Brücke",
    "Brucce": "Brücke",
    "Brüke": "Brücke",
    "Bru\u0308kke": "Brücke",
    "Haltestele": "Haltestelle",
    "Haltstelle": "Haltestelle",
    "Haltesttele": "Haltestelle",
    "Fussgengerampel": "Fußgängerampel",
    "Krankenhasu": "Krankenhaus",
    "Krnakenhaus": "Krankenhaus",
    "Krankenhaous Radweg": "Krankenhaus Radweg",
    "-Bus Krankehnaus": "-Bus Krankenhaus",
    "Krankenhasu Radwek": "Krankenhaus Radweg",
    "„Brükce endet“": '"Brücke endet"',
}


def test_a_typing_error_is_told_with_a_word_that_stands_there(submit):
    submit(reason=TEXT)
    add_words(0)
    wrong = {
        typed: meant(typed) for typed in ERRORS if meant(typed).lower() != ERRORS[typed].lower()
    }
    assert not wrong


@pytest.mark.parametrize(
    "typed", ["Radweg", "Xylophon", "Radweg -Brücke", "und", "12345", "🚲", "Radweg Xylophon"]
)
def test_what_is_no_typing_error_of_a_word_is_none(submit, typed):
    submit(reason=TEXT)
    add_words(0)
    assert meant(typed) == ""


def test_the_page_links_to_it(vera, submit):
    row = submit(reason=TEXT)
    add_words(0)
    page = asked(vera, "Radwek", state__exact="received").content.decode()
    assert "Meinten Sie" in page
    assert escape("?q=radweg&state__exact=received") in page
    assert shown(vera, "radweg") == [row.pk]
    assert "Meinten Sie" not in asked(vera, "radweg").content.decode()


def test_a_word_of_another_ministry_is_never_told(vera, jan, submit):
    submit(reason="Das Geheimtreffen", forum=Forum.objects.get(slug="rechtsstaat"))
    submit(reason="Geheimtreffens")
    add_words(0)
    assert "geheimtreffen<" in asked(jan, "Geheimtrefen").content.decode()
    assert "geheimtreffen<" not in asked(vera, "Geheimtrefen").content.decode()


# What to try


@pytest.mark.parametrize(
    "query", ["weg", "und", "Weg", "die und der", '"und die"', "-weg", "!?", "–", "„“"]
)
def test_a_search_for_small_words_only_says_why_nothing_is_shown(lea, submit, query):
    submit(reason="Der Weg und die Bank")
    response = asked(lea, query)
    assert response.context["cl"].result_count == 0
    assert "lässt sich nicht suchen" in response.content.decode()


def test_an_empty_result_says_what_to_try(lea, submit):
    submit(reason="Der Weg")
    page = asked(lea, "Xylophon & <b>", state__exact="received").content.decode()
    assert "Kein Beitrag in dieser Auswahl hat alle diese Wörter" in page
    assert 'href="?q=Xylophon%20%26%20%3Cb%3E"' in page
    assert "in dieser Auswahl" not in asked(lea, "Xylophon").content.decode()


def test_where_something_is_found_there_is_no_advice(lea, submit):
    submit(reason="Radweg")
    assert "desk-advice" not in asked(lea, "Radweg").content.decode()
    assert "desk-advice" not in lea.get(f"{LIST}?arbeit=antwort").content.decode()


# The words of the texts


def words():
    return set(Word.objects.values_list("word", flat=True))


def test_the_words_are_those_of_the_texts_in_one_form(submit):
    submit(
        reason="Bru\u0308cke, BRÜCKE und Rad/Gehweg; 0176123456 12b abc",
        proposal="Straße " + "x" * 61,
    )
    add_words(0)
    assert words() == {"brücke", "gehweg", "straße"}
    submit(other_topic="Spielplatz")
    add_words(0)
    assert words() == {"brücke", "gehweg", "straße", "spielplatz"}


def test_the_words_of_what_was_withdrawn_are_gone_after_the_night(submit, monkeypatch):
    monkeypatch.setattr("survey.submissions.words.AT_ONCE", 1)
    kept, gone = submit(reason="Radweg Brücke"), submit(reason="Brücke Geheimnis")
    add_words(0)
    gone.withdraw()
    kept.change(reason="Gehweg Brücke")
    add_words(0)
    assert words() == {"radweg", "gehweg", "brücke", "geheimnis"}
    renew_words(0)
    assert words() == {"gehweg", "brücke"}
    renew_words(0)
    assert words() == {"gehweg", "brücke"}


def test_of_very_many_compounds_the_shortest_are_asked_for(submit):
    rows = [submit(reason=f"X{'ab' * number}ampel") for number in range(1, 5)]
    renew_words(0)
    assert Word.objects.containing(["ampel"], 2) == {"ampel": ["xabampel", "xababampel"]}
    assert Word.objects.containing([], 2) == {}
    assert {row.pk for row in Submission.objects.matching(search("Ampel"))} == {
        row.pk for row in rows
    }


def test_a_night_that_broke_off_stops_no_other(submit):
    submit(reason="Fahrradständer")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE words_now (word text PRIMARY KEY)")
    Word.objects.renew()
    assert "fahrradständer" in words()
