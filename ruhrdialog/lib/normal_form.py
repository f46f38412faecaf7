"""What counts as the same text, wherever texts are compared or looked up.

What people wrote is stored and shown as they wrote it; these forms are only ever compared. A
compatible composed form (NFKC, Unicode Standard Annex 15), in which line ends, blanks, dashes and
quotes of every kind are one, and what nobody can see is gone. Letters of other scripts stay what
they are: Cyrillic and Turkish words are words. Only in codes and addresses one that looks like a
Latin letter is taken for it.
"""

import re
from unicodedata import normalize

# Default_Ignorable_Code_Point (Unicode 16, DerivedCoreProperties.txt), the controls that are no
# white space, and the empty Braille pattern.
UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
DASHES = "\u02d7\u058a\u05be\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
DOUBLE_QUOTES = "«»\u201c-\u201f\u2033\u2036\u275d\u275e\u300c-\u300f\u301d-\u301f\uff02"
SINGLE_QUOTES = "`\u00b4\u02b9\u02bc\u2018-\u201b\u2032\u2035\u2039\u203a\u275b\u275c\uff07"
ONE_FOR_MANY = [
    (re.compile(f"[{signs}]"), one)
    for signs, one in ((UNSEEN, ""), (DASHES, "-"), (DOUBLE_QUOTES, '"'), (SINGLE_QUOTES, "'"))
]
ANY_OF_MANY = re.compile(f"[{UNSEEN}{DASHES}{DOUBLE_QUOTES}{SINGLE_QUOTES}]")
BLANK = re.compile(f"[\\s{UNSEEN}]*")
# Of these signs most texts are made, and none of them has another guise: that is quickly seen.
ORDINARY = re.compile("[\\t\\n\\r -_a-~äöüÄÖÜß]*")
# Cyrillic, Greek and Armenian letters, capital and small, in the order of what they look like.
LIKE_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԌԚԜаеіјѕорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαινՕՍՏօսո",
    "ABESIJKMHOPCTYXGQWaeijsopcyxhdqwABEZHIKMNOPTYXoaivOUSoun",
)


def normal(text: str) -> str:
    """Return the form in which two texts are compared; capital and small letters differ in it."""
    if ORDINARY.fullmatch(text):
        return " ".join(text.split())
    # Before NFKC, which would make a blank and an accent of ´; after it, since it makes some, too.
    composed = normalize("NFKC", one_for_many(text))
    return " ".join(one_for_many(composed).split())


def one_for_many(text: str) -> str:
    if not ANY_OF_MANY.search(text):
        return text
    for signs, one in ONE_FOR_MANY:
        text = signs.sub(one, text)
    return text


def folded(text: str) -> str:
    """Return the form in which two texts are compared, capital letters being small ones.

    Twice, as the Unicode Standard has it (3.13, D147): folding leads out of the composed form.
    """
    if ORDINARY.fullmatch(text):
        return normal(text).casefold()
    return normal(normalize("NFD", normal(text)).casefold()).casefold()


def is_blank(text: str) -> bool:
    """Tell whether a text has no sign that anybody can see."""
    return bool(BLANK.fullmatch(text))


def latin(text: str) -> str:
    """Return a code or an address in Latin letters, where others only look like them."""
    return text.translate(LIKE_LATIN)
