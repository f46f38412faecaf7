"""Finds in a normal form names of people, by the words that stand before them."""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from survey.submissions.street_addresses import TOWNS, forms

Known: TypeAlias = re.Match[str]

# What every one of them has, in small letters.
BEFORE = re.compile(
    r"hei(?:ß|ss)e|ich bin|name|nachbar|gr(?:u|ü|ue)(?:ß|ss)|h(?:err|r\.)|f(?:rau|r\.|am)|eheleute|"
    r"mfg|[lv]g\b|gez|hochacht|herzlichst|i\. ?a\.|dr\.|prof\."
)
WORD = r"(?:(?:von(?: der)?|van(?: de[rn]?)?|de|zu|al|el) )?[^\W\d_][\w'-]{0,40}(?![\w'-])"
OFFICE = (
    r"(?:(?:dr|prof|dipl|ing|med|phil)\.[ -]?|(?:doktor|professor|(?:ober)?bürgermeister|"
    r"\w{0,20}minister|(?:vize)?präsident|staatssekretär|dezernent|landrat|pfarrer)(?:in)? ){0,3}"
)
# "Ich heiße Erna", "mein Name ist Erna Muster", but not "ich heiße das gut".
SAYS_NAME = re.compile(
    rf"\b(?:ich hei(?:ß|ss)e|hei(?:ß|ss)e ich|mein name(?: ist| lautet|:)|my name is|"
    rf"(?:vor|nach|zu|familien)?name:)[:,]? \"?(?:herr |frau )?(?P<name>{OFFICE}{WORD})(?: {WORD})?"
    r"(?! (?:\w+ ){0,2}(?:gut|willkommen)\b)",
    re.IGNORECASE,
)
NO_OWN_NAMES = forms("alle allen alles bekannt das dass den der dir die dich egal es euch geheim")
NO_OWN_NAMES |= forms("hase hier ihn ihnen nicht programm sie so unwichtig wie wurscht")
NO_OWN_NAMES |= forms("dies ein ihr jed kein mein solch unser welch", "-e-er-en-em-es")
# "Ich bin Erna Muster", but not "ich bin Essener Bürger".
IS_NAME = re.compile(
    r"\b[iI]ch bin (?:die |der )?(?P<name>[^\W\d_][\w'-]{1,40}) (?P<more>[^\W\d_][\w'-]{1,40})"
)
NO_FIRST_NAME_ENDS = tuple(forms("er erin ent ist fan teil vater mutter opa oma azubi kind chef"))
NO_FIRST_NAME_ENDS += tuple(forms("entin istin mitglied"))
# "Herr Muster", "Familie Muster", "Nachbar Muster", "ein Mann namens Muster".
TITLED = re.compile(
    r"\b(?i:herrn?|hr\.|frau|fr\.|familie|fam\.?|eheleute|dr\.|prof\.|"
    rf"nachbar(?:in|n|s)?(?:,? (?:herrn?|frau))?|"
    rf"(?:mann|nachbar|nachbarin|frau|person) namens)(?: |(?<=\.))(?i:{OFFICE})(?P<name>{WORD})"
)
# In front of "Frau" it makes any woman of her.
NO_TITLE = re.compile(r"\b(?:als|ob|wenn|dass|(?:ein|jed|kein|jung|alt|älter|ander)e[rn]?) $", re.I)
LONGEST_NO_TITLE = 8  # signs
# In small letters only this one: "der Lage Herr werden".
SMALL_TITLED = re.compile(rf"\b(?:herrn?|hr\.) (?P<name>{WORD})")
NO_SMALL_NAMES = forms("aber am an auf aus bei bin das den der dem des die gott hat ihr im in ist")
NO_SMALL_NAMES |= forms("ja meint mit nein nicht oder sagt sein so und von war werden wie wird zu")
NO_SMALL_NAMES |= forms("wurde über")
# Offices without a name, and what women, families and neighbours are or have.
OFFICES = tuple(
    forms(
        "minister präsident meister sekretär dezernent landrat kanzler doktor professor pfarrer "
        "direktor vorsitzend gott holle dame mutter vater",
        "-in-innen-e-en-er-n",
    )
    | forms("rätin rätinnen ung heit keit schaft tion")
)
NO_NAMES = forms(
    "angst auto autos beruf bäume fahrräder freund freunde garten geld grill hilfe hund"
)
NO_NAMES |= forms("kind kinder krach lärm männer mann menschen müll musik parkplätze platz problem")
NO_NAMES |= forms("probleme rasen rauch rücksicht ruhe streit zeit niederlande holland belgien")
NO_NAMES |= forms("polen frankreich deutschland") | {town.lower() for town in TOWNS}
# "Viele Grüße, Erna Muster".
SIGNED = re.compile(
    rf"\b(?:gr(?:ü|ue|u)(?:ß|ss)(?:e|en)?|mfg|hochachtungsvoll|herzlichst|gez\.|i\. ?a\.|[lv]g)"
    rf"(?:[,:] ?| |(?<=\.))(?:(?:herr|frau|familie|ihre?|eure?) )?{OFFICE}"
    rf"(?P<name>{WORD})(?: {WORD})?",
    re.IGNORECASE,
)
# Who is greeted, and the places of courts (LG, VG).
NO_SIGNATURES = forms("ihr ihre euer eure ein eine der die das an aus in von nach und bitte danke")
NO_SIGNATURES |= forms("vielen ich wir aachen arnsberg bielefeld düsseldorf köln minden münster")
NO_SIGNATURES |= forms("ruhrgebiet") | {town.lower() for town in TOWNS}
GREETED = ("bürger", "rad", "anwohner")


def names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands in a normal form, with the words by which it was known."""
    if not BEFORE.search(text.lower()):
        return
    for pattern, is_name in KNOWN_BY:
        yield from (found.span() for found in pattern.finditer(text) if is_name(found))


def is_own(found: Known) -> bool:
    return found["name"].lower() not in NO_OWN_NAMES


def is_of_two(found: Known) -> bool:
    first, second = found["name"], found["more"]
    return is_capital(first) and is_capital(second) and not first.endswith(NO_FIRST_NAME_ENDS)


def has_title(found: Known) -> bool:
    before = found.string[max(0, found.start() - LONGEST_NO_TITLE) : found.start()]
    return is_capital(found["name"]) and is_no_noun(found["name"]) and not NO_TITLE.search(before)


def is_small(found: Known) -> bool:
    return found["name"] not in NO_SMALL_NAMES and is_no_noun(found["name"])


def has_signed(found: Known) -> bool:
    name = found["name"].lower()
    return is_capital(found["name"]) and name not in NO_SIGNATURES and not name.startswith(GREETED)


def is_capital(words: str) -> bool:
    """Tell whether a name begins with a capital letter: "Muster", "van Muster"."""
    return words[words.rfind(" ") + 1 :][:1].isupper()


def is_no_noun(word: str) -> bool:
    return word.lower() not in NO_NAMES and not word.lower().endswith(OFFICES)


KNOWN_BY: list[tuple[re.Pattern[str], Callable[[Known], bool]]] = [
    (SAYS_NAME, is_own),
    (IS_NAME, is_of_two),
    (TITLED, has_title),
    (SMALL_TITLED, is_small),
    (SIGNED, has_signed),
]
