"""Signs that nobody sees, and that not every format can hold."""

import re

# What breaks a line somewhere: Word's soft line break (U+000B), form feed, the separators of
# Unicode and ASCII.
LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
# What XML can't hold (XML 1.0, section 2.2) or advises against: the other controls, surrogates
# without a partner, two that are no characters.
UNHELD = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What no database can hold either.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def held(text: str) -> str:
    """Return a text with only such signs as every format holds; its lines are told by U+000A."""
    return UNHELD.sub("", LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """Return the same in a single line, as titles and headers want it."""
    return " ".join(held(text).split())
