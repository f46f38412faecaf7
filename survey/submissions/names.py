"""Finds in a normal form names of people, by the words that stand before them."""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from survey.submissions.street_addresses import TOWNS

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
NO_OWN_NAME = re.compile(
    r"alle[sn]?|bekannt|d[aei][snmr]|dich|diese?[mnrs]?|ein\w*|egal|es|euch|geheim|hase|hier|ih[nr]\w*|"
    r"jede\w*|kein\w*|mein\w*|nicht|programm|sie|so|solche\w*|uns\w*|unwichtig|welche\w*|wie|wurscht",
    re.IGNORECASE,
)
# "Ich bin Erna Muster", but not "ich bin Essener Bürger".
IS_NAME = re.compile(
    r"\b[iI]ch bin (?:die |der )?(?P<name>[^\W\d_][\w'-]{1,40}) (?P<more>[^\W\d_][\w'-]{1,40})"
)
NO_FIRST_NAME = re.compile(
    r"(?:erin|ent|entin|ist|istin|er|fan|mitglied|teil|vater|mutter|opa|oma|azubi|kind|chef)$"
)
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
NO_SMALL_NAME = re.compile(
    r"^(?:aber|am|an|auf|aus|bei|bin|d[aei][smnr]|die|gott|hat|ihr|im|in|ist|ja|meint|mit|nein|nicht|"
    r"oder|sagt|sein|so|über|und|von|war|werden|wie|wird|wurde|zu)$"
)
# What women, families and neighbours have or are, and offices without a name.
NO_NAME = re.compile(
    r"(?:minister|präsident|meister|sekretär|dezernent|landrat|kanzler|doktor|professor|pfarrer|"
    r"rätin|direktor|vorsitzend|gott|holle|dame|mutter|vater)(?:innen|in|en|er|e|n)?$|"
    r"^(?:angst|autos?|beruf|bäume|fahrräder|freunde?|garten|geld|grill|hilfe|hund|kind|kinder|"
    r"krach|lärm|männer|mann|menschen|müll|musik|parkplätze|platz|probleme?|rasen|rauch|rücksicht|"
    r"ruhe|streit|zeit|niederlande|holland|belgien|polen|frankreich|deutschland)$|"
    rf"^(?:{TOWNS})$|(?:ung|heit|keit|schaft|tion)$",
    re.IGNORECASE,
)
# "Viele Grüße, Erna Muster".
SIGNED = re.compile(
    rf"\b(?:gr(?:ü|ue|u)(?:ß|ss)(?:e|en)?|mfg|hochachtungsvoll|herzlichst|gez\.|i\. ?a\.|[lv]g)"
    rf"(?:[,:] ?| |(?<=\.))(?:(?:herr|frau|familie|ihre?|eure?) )?{OFFICE}"
    rf"(?P<name>{WORD})(?: {WORD})?",
    re.IGNORECASE,
)
# Who is greeted, and the places of courts (LG, VG).
NO_SIGNATURE = re.compile(
    r"^(?:ihre?|eure?|euer|eine?|der|die|das|an|aus|in|von|nach|und|bitte|danke|vielen|ich|wir|"
    rf"aachen|arnsberg|bielefeld|düsseldorf|köln|minden|münster|ruhrgebiet|{TOWNS}|"
    r"(?:bürger|rad|anwohner)\w*)$",
    re.IGNORECASE,
)


def names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands in a normal form, with the words by which it was known."""
    if not BEFORE.search(text.lower()):
        return
    for pattern, is_name in KNOWN_BY:
        yield from (found.span() for found in pattern.finditer(text) if is_name(found))


def is_own(found: Known) -> bool:
    return not NO_OWN_NAME.fullmatch(found["name"])


def is_of_two(found: Known) -> bool:
    first, second = found["name"], found["more"]
    return first[0].isupper() and second[0].isupper() and not NO_FIRST_NAME.search(first)


def has_title(found: Known) -> bool:
    before = found.string[max(0, found.start() - LONGEST_NO_TITLE) : found.start()]
    return is_name(found["name"], NO_NAME) and not NO_TITLE.search(before)


def is_small(found: Known) -> bool:
    return not NO_SMALL_NAME.search(found["name"]) and not NO_NAME.search(found["name"])


def has_signed(found: Known) -> bool:
    return is_name(found["name"], NO_SIGNATURE)


def is_name(words: str, no_name: re.Pattern[str]) -> bool:
    word = words.split()[-1]
    return word[0].isupper() and not no_name.search(word)


KNOWN_BY: list[tuple[re.Pattern[str], Callable[[Known], bool]]] = [
    (SAYS_NAME, is_own),
    (IS_NAME, is_of_two),
    (TITLED, has_title),
    (SMALL_TITLED, is_small),
    (SIGNED, has_signed),
]
