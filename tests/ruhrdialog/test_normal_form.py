import pytest
from hypothesis import given
from hypothesis.strategies import characters, text

from ruhrdialog.lib.normal_form import UNSEEN, folded, is_blank, latin, normal

DECOMPOSED = "Bru\u0308cke"
SAME = [
    ("Brücke", DECOMPOSED),  # macOS
    ("Fußgänger", "Fußga\u0308nger"),
    ("Café", "Cafe\u0301"),
    ("eins zwei", "eins\r\nzwei"),
    ("eins zwei", "eins\rzwei"),
    ("eins zwei", "eins\x0bzwei"),  # Word's soft line break
    ("eins zwei", "eins\u2028zwei"),
    ("eins zwei", "eins\x85zwei"),
    ("eins zwei", "eins\u00a0zwei"),
    ("eins zwei", "eins\u202fzwei"),
    ("eins zwei", "eins\u2009 \tzwei"),
    ("eins zwei", "  eins \n\n zwei\n"),
    ("eins zwei", "eins\u3000zwei"),
    ("Umgehung", "Umge\u00adhung"),  # a hyphen that shows only at the end of a line
    ("Umgehung", "Umge\u200bhung"),
    ("Umgehung", "\ufeffUmgehung"),
    ("Umgehung", "\u202aUmgehung\u202c"),
    ("Umgehung", "Umge\u2060hung"),
    ("Umgehung", "Umge\x00hung"),
    ("❤", "❤\ufe0f"),
    ("S-Bahn", "S–Bahn"),
    ("S-Bahn", "S—Bahn"),
    ("S-Bahn", "S\u2011Bahn"),
    ("S-Bahn", "S\u2212Bahn"),
    ("S-Bahn", "S－Bahn"),
    ('"Brücke"', "„Brücke“"),
    ('"Brücke"', "“Brücke”"),
    ('"Brücke"', "»Brücke«"),
    ('"Brücke"', "«Brücke»"),
    ('"Brücke"', "″Brücke″"),
    ("geht's", "geht’s"),
    ("geht's", "geht´s"),
    ("geht's", "geht`s"),
    ("'neu'", "‚neu‘"),
    ("'neu'", "›neu‹"),
    ("Effizienz", "Eﬃzienz"),  # copied from a PDF
    ("km/h", "ｋｍ／ｈ"),
    ("m2", "m²"),
]
SAME_FOLDED = [
    ("straße", "STRASSE"),
    ("ärger", "A\u0308RGER"),
    ("οδός", "ΟΔΌΣ"),
    ("ﬁlm", "FILM"),
]
OTHERS = [
    ("Brücke", "Brucke"),
    ("Вода", "Boda"),  # Cyrillic words are words
    ("ılık", "ilik"),  # so are Turkish ones
    ("S-Bahn", "S Bahn"),
    ("Rad", "Rat"),
    ("1,5", "15"),
]
BLANK = ["", " ", "\n\t", "\u00a0", "\u200b\u200d", "\u2800", "\u3164", "\u00ad", "\x0b\x00"]
anything = text(characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_it_is_the_same_text_in_another_guise(one, other):
    assert normal(one) == normal(other) == one


@pytest.mark.parametrize(("one", "other"), SAME_FOLDED)
def test_capital_letters_are_small_ones_when_folded(one, other):
    assert folded(one) == folded(other)
    assert normal(one) != normal(other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_words_stay_others(one, other):
    assert folded(one) != folded(other)


@given(anything)
def test_a_normal_form_is_its_own_normal_form(written):
    assert normal(normal(written)) == normal(written)
    assert folded(folded(written)) == folded(written)


@given(anything)
def test_of_the_same_normal_form_is_of_the_same_folded_form(written):
    assert folded(normal(written)) == folded(written)


@given(text("`'-–äÄßẞ \n\r\tabzAZ^_{~@\u0308"))
def test_texts_of_ordinary_signs_are_read_like_others(written):
    assert normal(f"{written} ẞ") == f"{normal(written)} ẞ".strip()
    assert folded(f"{written} ẞ") == f"{folded(written)} ss".strip()


@pytest.mark.parametrize("written", BLANK)
def test_what_nobody_can_see_is_blank(written):
    assert is_blank(written)


@given(anything | text(f"{UNSEEN} \n\u3000a"))
def test_blank_is_what_has_an_empty_normal_form(written):
    assert is_blank(written) == (normal(written) == "")


@pytest.mark.parametrize("written", ["a", ".", "\u200bü", "❤\ufe0f", "ب"])
def test_what_somebody_can_see_is_not_blank(written):
    assert not is_blank(written)


@pytest.mark.parametrize("typed", ["ВСDFG", "BСDFG", "ΒCDFG"])
def test_letters_that_look_like_latin_ones_are_these_in_a_code(typed):
    assert latin(typed) == "BCDFG"
