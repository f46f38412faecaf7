"""Names of columns: which are the same, which resemble a known one, which are others."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from, text

from survey.transfer.columns import (
    KNOWN,
    NAMES,
    chosen_places,
    column_of,
    guessed,
    header_of,
    joined_cells,
    places_of,
    slip_of,
    unread_columns,
)
from survey.transfer.exporting import COLUMNS as EXPORTED
from survey.transfer.table import UnknownColumnsError, UnreadableError

SAME = {
    "reason": [
        *("Begründung", "BEGRÜNDUNG", "begründung:", "Begründung*", "Begründung *", " Begründung "),
        *("\ufeffBegründung", "\ufeff\ufeffBegründung", "Begru\u0308ndung", '"Begründung"'),
        *("„Begründung“", "Begründung\u00a0", "Be\u00adgründung", "Begründung\r\n", "Begründung?"),
        *("'Begründung'", "Begründung.", "(Begründung)", "Begründung\u200b", "Reason", "_reason_"),
    ],
    "further": [
        *("Weitere Themen", "Weitere\nThemen", "Weitere_Themen", "WeitereThemen", "weitere-themen"),
        *("Weitere\u00a0Themen:", "Weitere  Themen", "further topics", "further_interests"),
        *("Further Interests", "weitere–themen", "WEITERE THEMEN *"),
    ],
    "day": ["Tag", "TAG:", "tag*", "\ufeffTag", "Day", "[Tag]"],
    "topic": ["Thema", "thema:", "Thema\t", "Topic", "\uff34hema"],
    "reference": ["Beitragsnummer", "Beitrags-Nummer", "beitragsnummer:"],
}
RESEMBLING = {
    "Begründung": [
        *("Begruendung", "Begrundung", "Begründungen", "Begüundung", "Begründug", "Bergündung"),
        *("Ihre Begründung", "Begründung (freiwillig)", "Begründungstext", "Begründung 1"),
    ],
    "Vorschlag": ["Vorschläge", "Vorschlaege", "Vorschlg", "Ihr Vorschlag", "Vorschlag/Idee"],
    "Verbesserungsvorschlag": ["Verbesserungsvorschläge", "Verbeserungsvorschlag"],
    "Thema": ["Themen", "Tema", "Thema 1", "Hauptthema", "Thmea", "Ihr Thema?"],
    "Weitere Themen": ["Weitere Themen (freiwillig)", "Weiter Themen", "Weitere Themn"],
    "Tag": ["Tage", "Tags", "Tg", "Tga"],
    "Quelle": ["Quellen", "Qelle", "Quele"],
    "Beitragsnummer": ["Beitragsnumer", "Beitragsnummern"],
}
OTHERS = [
    *("Nummer", "Name", "Titel", "Ort", "Stadt", "PLZ", "Kategorie", "E-Mail", "Alter", "ID"),
    *("source_id", "source_url", "Tag der Veranstaltung", "Datum", "Quelle der Daten", "created"),
    *("Status", "Text", "Kommentare", "Autor", "Likes", "Link", "Bild", "Geschlecht", "", "?"),
    *sorted(set(EXPORTED).difference(*NAMES.values())),
]


@pytest.mark.parametrize(("column", "name"), [(key, name) for key in SAME for name in SAME[key]])
def test_signs_around_a_name_do_not_matter(column, name):
    assert column_of(name) == column


@given(sampled_from([name for names in NAMES.values() for name in names]), text(":*_ \ufeff\n\"'-"))
def test_any_signs_around_a_name_do_not_matter(name, signs):
    for guise in (name, name.upper(), normalize("NFD", name)):
        assert column_of(f"{signs}{guise}{signs}") == column_of(name)


@pytest.mark.parametrize(
    ("known", "name"), [(key, name) for key in RESEMBLING for name in RESEMBLING[key]]
)
def test_a_name_that_resembles_a_known_one_stops_the_import_and_names_it(known, name):
    header = ["Nummer", "topic" if known != "Thema" else "reason", name]
    with pytest.raises(UnreadableError) as refused:
        places_of(1, header)
    assert f"„{name}“ heißt fast wie „{known}“" in str(refused.value)


@pytest.mark.parametrize("name", OTHERS)
def test_clearly_other_names_are_left_out(name):
    assert places_of(1, ["Begründung", name]) == {"reason": 0}
    assert unread_columns(["Begründung", name], [0]) == [name or "Spalte 2 ohne Namen"]


def test_what_somebody_chose_stands_where_they_say_and_some_texts_in_several_columns():
    chosen = ["", "proposal", "day", "proposal", ""]
    assert chosen_places(chosen) == {"proposal": [1, 3], "day": [2]}
    assert joined_cells(["1", "Mehr Busse", "", "Nachts"], [1, 3]) == "Mehr Busse\n\nNachts"
    assert joined_cells(["1", "Mehr Busse", "", " "], [1, 3]) == "Mehr Busse"
    assert joined_cells(["1"], [1, 3]) == ""
    assert guessed(["Nr.", "Thema", "topic", "Tag", "Beitragsnummer"]) == [
        *("", "topic", "", "day", "")
    ]


def test_what_a_column_seems_to_be_is_offered_unless_another_says_that_it_is_so():
    header = ["id", "G1. Welches Thema?", "G2. Ihr Vorschlag", "Begründng", "Weitere Themen (2)"]
    assert guessed(header) == ["", "topic", "proposal", "reason", "further"]
    assert guessed(["Welches Thema?", "Thema", "Begründung", "Beitragsnummer"]) == [
        *("", "topic", "reason", "")
    ]


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (["", ""], "Bitte wählen Sie, wo das Thema"),
        (["day", "source"], "Bitte wählen Sie, wo das Thema"),
        (["reason", "day", "day"], "„Tag“ kann nur eine Spalte sein."),
        (["topic", "topic"], "„Thema“ kann nur eine Spalte sein."),
    ],
)
def test_a_choice_without_text_or_with_one_thing_twice_is_refused(chosen, message):
    with pytest.raises(UnknownColumnsError, match=message):
        chosen_places(chosen)


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["Name", "Umfrage 7"], ["Stand", "heute"], ["id", "Was?", "Warum?"], ["1", "a", "b"]], 2),
        ([["id", "Was?"], ["1", "a"]], 0),
        ([["Titel"], ["id", "Thema", "x"], ["1", "a", "b", "c"]], 1),
        ([], 0),
    ],
)
def test_the_header_is_the_first_with_a_known_name_or_with_most_names(rows, place):
    assert header_of(list(enumerate(rows, 1))) == place


def test_a_longer_name_beside_the_known_one_is_another_column():
    assert places_of(1, ["Thema", "Thema-Nr.", "Begründung"]) == {"topic": 0, "reason": 2}


def test_a_slip_beside_the_known_one_stops_all_the_same():
    with pytest.raises(UnreadableError, match="„Themen“ heißt fast wie „Thema“"):
        places_of(1, ["Thema", "Themen"])


def test_no_known_name_is_a_slip_of_another_column():
    for name, (column, _) in KNOWN.items():
        if label := slip_of(name):
            assert column_of(label) == column


@pytest.mark.parametrize("header", [[], ["a", "b"], ["Tag", "Quelle"], [""]])
def test_without_any_text_there_is_nothing_to_import(header):
    with pytest.raises(UnreadableError, match="In Zeile 3 steht keine bekannte Spalte"):
        places_of(3, header)
