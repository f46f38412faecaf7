"""Finds what in a free text looks like personal data, so that a page can ask about it.

A hint, never a refusal: it may miss things, and it should rarely be wrong about prices, years,
dates, bus lines and squares. A text is looked at in its normal form; what is found is told as it
was written.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from ruhrdialog.lib.normal_form import normal
from survey.submissions.names import names
from survey.submissions.street_addresses import forms, street_addresses

MOST = 3  # passages of a kind that are told
# Of all that is looked for, what every writing of it has: a digit or an @, or one of these words.
# They are looked for first, since most texts have none of them: in bytes, each sign one of them,
# where capitals are small, digits are @ and all that is no letter is a blank.
BYTES = "cp1252"


def plain_byte(sign: str) -> bytes:
    if sign.isdecimal() or sign == "@":
        return b"@"
    return sign.lower().encode(BYTES) if sign.isalpha() else b" "


PLAIN = b"".join(plain_byte(bytes([code]).decode(BYTES, "replace")) for code in range(256))
SOFT_HYPHEN = b"\xad"
BEGINNINGS = frozenset(
    word.encode(BYTES)
    for word in (
        *("a", "at", "ä", "ät", "klammeraffe", "heiße", "heisse", "bin", "name", "namens"),
        *forms("vor nach zu familien", "name"),
        *forms("nachbar", "-in-n-s"),
        *("familie", "fam", "eheleute", "herr", "herrn", "hr", "frau", "fr", "dr", "prof"),
        *forms("gruß gruss grüß grüss gruess", "-e-en"),
        *("mfg", "lg", "vg", "gez", "hochachtungsvoll", "herzlichst", "i"),
    )
)
MANY_DIGITS = re.compile(r"\d(?:\D{0,4}\d){4}")
WORD = re.compile(r"\S+")
OTHER_DIGIT = re.compile(r"[^\D0-9]")  # of another script

# E-mail addresses. What is spelled out ends in a domain that is common here.
LOCAL = r"[\w.+%&'-]"
BEGINNING = rf"(?<!{LOCAL}){LOCAL}{{1,64}}"
AT = (
    r"(?: ?@ ?| ?[(\[{<|*_\"'/~-] ?(?:@|at|ät|klammeraffe) ?[)\]}>|*_\"'/~-] ?|[(\[{<]a[)\]}>]|"
    r" (?:at|ät|klammeraffe) )"
)
PART = r"[^\W_][\w-]{0,62}"
DOT = (
    r"(?:\.| ?[(\[{<|*_-] ?(?:\.|dot|punkt|pkt) ?[)\]}>|*_-] ?| (?:\.|dot|punkt) |"
    r" \.|\. (?-i:(?=[a-z])))"
)
TOP = r"(?:de|com|net|org|eu|info|nrw|ruhr|koeln|ch|nl|fr|pl|tr|uk|ru|ua|online|email)"
AT_ALONE = re.compile(r"[aAäÄ](?<![^\W_].)[tT]?(?![^\W_])|[kK]lammeraffe")
MAIL = re.compile(rf"{BEGINNING}@[\w-][\w.-]{{0,190}}\.[^\W\d_]{{2,24}}")
SPELLED_MAIL = re.compile(
    rf"{BEGINNING}{AT}{PART}(?:{DOT}{PART}){{0,2}}{DOT}{TOP}(?![\w-])", re.IGNORECASE
)
# At those who are known without an ending.
KNOWN_MAIL = re.compile(
    rf"{BEGINNING}{AT}(?:gmx|web|gmail|googlemail|t-online|hotmail|outlook|yahoo|icloud|posteo|"
    r"freenet|arcor|aol)(?![\w-])",
    re.IGNORECASE,
)

# Country, check digits, then up to 30 signs in any grouping (ISO 13616).
LONGEST_IBAN = 34  # signs, without what stands between
IBAN = re.compile(
    r"(?:(?<![^\W_])|(?<=\bIBAN))(?:[A-Z]{2} ?\d{2}(?:[ ./-]?[0-9A-Z]){11,30}|"
    r"[dD][eE] ?\d{2}(?:[ ./-]{0,3}\d){18}|"
    r"[a-z]{2}\d{2}(?: ?[0-9a-z]{4}){3,7}(?: ?[0-9a-z]{1,3})?)(?![0-9A-Z])"
)
BETWEEN = re.compile(r"[ ./-]")

# Numbers that are none of a phone: dates, months, papers, times, accounts.
NO_PHONE = re.compile(
    r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])(?P<sign>[./-]) ?(?:0?[1-9]|1[0-2])"
    r"(?:(?P=sign) ?(?:19|20)?\d\d(?!\d)(?![./-]\d)|\.(?! ?\d))|"
    r"(?<![\d./-])\d{1,5}/(?:19|20)\d\d(?!\d)(?![ ./-]{0,3}\d)|"
    r"(?<![\d:.])[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:])|"
    r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]){11,30}\b"
)
# From the area code or country code on. After two digits no full stop: it makes a date.
PHONE = re.compile(
    r"(?<!\d)(?<!\d[.,/:-])(?<!\b[A-Za-z])(?<!\b[A-Z]{2})(?:"
    r"(?:\+ ?|00 ?)[1-9]\d{0,2}(?:[] ()[/.·-]{0,4}\d){6,13}|49 ?1[5-7]\d(?:[ /.-]{0,3}\d){6,9}|"
    r"[([]?0[1-9]\d{1,4}(?:, (?=\d{5}))?(?:[] ()[/.·:*_|'~+=-]{0,3}\d|,\d){4,11}|"
    r"[([]?0 ?[1-9](?:[] ()[/-]{0,3}\d){7,12})(?!\d)"
)
NAMED_PHONE = re.compile(
    r"\b(?:tel(?:efon)?|(?:tele)?fon|phone|handy|mobil(?:telefon)?|festnetz|ruf|fax|whatsapp|"
    r"durchwahl|(?:telefon|handy|mobil|ruf|tel|meine |der )-?(?:nr|nummer))\b[.:,-]{0,2} ?"
    r"(?:\(?(?:privat|dienstlich|nr|nummer|ist|lautet|unter)\b\)?[.:]{0,2} ?){0,3}"
    r"(?P<number>[+(]?\d(?:[ ()/.,:·*_|-]{0,2}\d){4,20})(?!\d)|"
    r"\b(?:erreich\w+|anruf\w*|r[iu]f\w*)(?: [^\W\d]+){0,4}:? "
    r"(?P<called>\d(?:[ /.-]{0,2}\d){5,14})(?!\d)",
    re.IGNORECASE,
)

AMOUNT = re.compile(r" ?(?:[%€]|(?i:uhr|euro?|meter|menschen|einwohner|personen|stück)\b)")

Place = tuple[int, int]  # where something begins and ends


class Found(NamedTuple):
    """What a text seems to hold: a German noun with article in the accusative, and where."""

    kind: str
    passages: list[str]  # as they were written, the first few


def found(text: str) -> list[Found]:
    """Return what the text seems to hold of personal data, by kind."""
    if not may_hold(text):
        return []
    normed = normal(text)
    left = OTHER_DIGIT.sub(lambda digit: str(int(digit[0])), normed)
    # Of other scripts, too: what is left of them without a digit or one of the words holds nothing.
    if not begins(left.encode(BYTES, "replace")):
        return []
    places = {}
    for kind, look in KINDS.items():
        if of_kind := apart(look(left)):
            places[kind] = of_kind[:MOST]
            left = without(left, of_kind)  # the digits of an account are no phone number
    if not places:
        return []
    as_written = Written(text, normed)
    return [Found(kind, as_written.passages(of_kind)) for kind, of_kind in places.items()]


def may_hold(text: str) -> bool:
    """Tell whether it is worth looking further; most texts hold nothing, which is quickly seen."""
    try:
        return begins(text.encode(BYTES))
    except UnicodeEncodeError:  # other scripts, digits and signs: who knows
        return True


def begins(letters: bytes) -> bool:
    """Tell whether in a text one of BEGINNINGS, a digit or an @ stands."""
    plain = letters.translate(PLAIN, SOFT_HYPHEN)
    return b"@" in plain or not BEGINNINGS.isdisjoint(plain.split())


# The kinds


def ibans(text: str) -> Iterator[Place]:
    if MANY_DIGITS.search(text):
        yield from (each.span() for each in IBAN.finditer(text) if is_iban(each[0]))


def mails(text: str) -> Iterator[Place]:
    if "@" in text or AT_ALONE.search(text):
        for pattern in (MAIL, SPELLED_MAIL, KNOWN_MAIL):
            yield from (each.span() for each in pattern.finditer(text))


def phones(text: str) -> Iterator[Place]:
    if MANY_DIGITS.search(text):
        text = NO_PHONE.sub(lambda each: "\n" * len(each[0]), text)
        for pattern in (PHONE, NAMED_PHONE):
            for each in pattern.finditer(text):
                if not AMOUNT.match(text, each.end()):
                    yield each.span(each.lastgroup or 0)


# In the order in which they are looked for.
KINDS: dict[str, Callable[[str], Iterator[Place]]] = {
    "eine Kontonummer (IBAN)": ibans,
    "eine E-Mail-Adresse": mails,
    "eine Telefonnummer": phones,
    "eine Anschrift": street_addresses,
    "einen Namen": names,
}


def is_iban(value: str) -> bool:
    """Tell whether the check digits fit: the rearranged number modulo 97 is 1 (ISO 7064)."""
    signs = BETWEEN.sub("", value)
    rest = 0
    for length, sign in enumerate(signs[4:LONGEST_IBAN], start=5):
        rest = modulo_97(sign, rest)
        # The pattern may have taken a following word in capitals with it.
        if length >= 15 and modulo_97(signs[:4], rest) == 1:
            return True
    return False


def modulo_97(signs: str, rest: int = 0) -> int:
    """Return the rest of a number, letters as 10 to 35; `rest` is that of what stands before."""
    for sign in signs:
        value = int(sign, 36)
        rest = (rest * (10 if value < 10 else 100) + value) % 97
    return rest


# The places


def apart(places: Iterable[Place]) -> list[Place]:
    """Return places in their order, those that overlap as one."""
    merged: list[Place] = []
    for start, end in sorted(places):
        if merged and start < merged[-1][1]:
            before, after = merged.pop()
            merged.append((before, max(after, end)))
        else:
            merged.append((start, end))
    return merged


def without(text: str, places: list[Place]) -> str:
    """Return the text of the same length with what no pattern takes at some places."""
    parts, position = [], 0
    for start, end in places:
        parts += [text[position:start], "\n" * (end - start)]
        position = end
    return "".join([*parts, text[position:]])


class Written:
    """A text beside its normal form: what stands at a place of that, as it was written."""

    def __init__(self, text: str, normed: str) -> None:
        self.text = text
        same = normed == " ".join(text.split())
        words = ((word, word[0] if same else normal(word[0])) for word in WORD.finditer(text))
        self.words = [(word.start(), word.end(), word[0], form) for word, form in words if form]
        self.starts = list(accumulate((len(word[3]) + 1 for word in self.words), initial=0))

    def passages(self, places: list[Place]) -> list[str]:
        """Return what stands at some places, each once."""
        return list(dict.fromkeys(self.passage(*place) for place in places))

    def passage(self, start: int, end: int) -> str:
        """Return what stands at a place; of a word that looks otherwise there, all of it."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        begin, _, word, form = self.words[first]
        if word == form:
            begin += start - self.starts[first]
        last_begin, stop, word, form = self.words[last]
        if word == form:
            stop = last_begin + end - self.starts[last]
        return self.text[begin:stop]
