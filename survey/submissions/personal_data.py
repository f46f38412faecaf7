"""Finds what in a free text looks like personal data, so that the check page can ask about it.

A hint, never a refusal: it may miss things, and it should rarely be wrong about prices, years,
dates, bus lines and squares.
"""

import re

CONTAINED = re.compile(r"[@\d]")  # in every kind that is looked for
SIGNS = r"[^\s@<>(),;:]"
EMAIL = re.compile(rf"(?<!{SIGNS}){SIGNS}{{1,64}}@{SIGNS}{{1,190}}\.[a-zA-Z]{{2,}}")
# Country, check digits, then up to 30 signs in any grouping (ISO 13616).
LONGEST_IBAN = 34  # signs, without blanks (ISO 13616)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]){11,30}\b")
# From the area code or country code on. A full stop separates dates, so it separates no number.
PHONE = re.compile(
    r"(?<![\w.,/+-])(?:(?:\+\d{1,3}|00[1-9]\d)(?:[ ()/–-]{0,3}\d){6,13}|"
    r"\(?0[1-9](?:[ ()/–-]{0,3}\d){5,12})(?![\w,])"
)
# Blanks are never given back (`*+`): three runs of them in a row would take cubic time to fail.
NAMED_PHONE = re.compile(
    r"\b(?:tel|telefon|telefonnummer|handy|handynummer|mobil|rufnummer|fax)\b[.:]? *+"
    r"(?:nr\.?|nummer|ist|lautet)? *+:? *+\d(?:[ /-]?\d){4,}",
    re.IGNORECASE,
)
# A word, and a number behind it that counts nothing. Each run of letters and hyphens is read once,
# from its first part with a capital: of "am-Musterweg" that is "Musterweg". A word has digits only
# before a hyphen, so that "Musterweg7" is a word and a number. Groups are atomic, not possessive:
# Python 3.11.2, as Debian has it, takes `(…)*+` wrongly.
NUMBERED = re.compile(
    r"(?<![\w-])(?>(?:(?![A-ZÄÖÜ])\w*+-)*)"
    r"(?:(?P<before>[A-ZÄÖÜ][\w-]{2,}+) )?"
    r"(?P<word>[A-ZÄÖÜ](?>(?:[^\W\d]|-|\d++(?=-))+)\.?+) ?+"
    r"\d{1,3}+ ?[a-zA-Z]?\b"
    r"(?! ?(?:%|€|[.,:]\d|(?i:km|m|cm|meter|kilometer|euro|cent|jahr|monat|tag|stunde|minute|uhr|"
    r"mal|million|prozent|auto|person|pl[aä]tz)))"
)
STREET = re.compile(r"(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|damm|ufer)$", re.IGNORECASE)
# Words that end like a street and are none.
NO_STREET = re.compile(
    r"^(?:(?:rad|fahrrad|fuß|geh|schul|heim|um|aus|rück|arbeits)weg|"
    r"(?:arbeits|park|spiel|sport|studien|kita|pflege|stell|ausbildungs|sitz|schlaf|bolz|camping|"
    r"tabellen)platz)$",
    re.IGNORECASE,
)
ARTICLES = {"Der", "Die", "Das", "Den", "Dem", "Des", "Ein", "Eine", "Einen", "Einem", "Einer"}


def kinds_found(text: str) -> list[str]:
    """Return what the text seems to hold, as German nouns with article in the accusative."""
    if not CONTAINED.search(text):  # most texts: that is quickly seen
        return []
    found = {
        "eine E-Mail-Adresse": EMAIL.search(text),
        "eine Telefonnummer": PHONE.search(without_ibans(text)) or NAMED_PHONE.search(text),
        "eine Anschrift": has_address(text),
        "eine Kontonummer (IBAN)": any(map(is_iban, IBAN.findall(text))),
    }
    return [kind for kind, match in found.items() if match]


def is_iban(value: str) -> bool:
    """Tell whether the check digits fit: the rearranged number modulo 97 is 1 (ISO 7064)."""
    signs = value.replace(" ", "")
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


def without_ibans(text: str) -> str:
    return IBAN.sub(" ", text)


def has_address(text: str) -> bool:
    return any(is_street(match["word"], match["before"]) for match in NUMBERED.finditer(text))


def is_street(word: str, before: str | None) -> bool:
    """Tell whether a word names a street: "Musterweg", or "Essener" before "Straße"."""
    if not (ending := STREET.search(word)) or NO_STREET.search(word):
        return False
    if ending.start() == 0:
        return before is not None and before not in ARTICLES and word.lower() != "platz"
    return True
