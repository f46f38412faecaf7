"""Receipt codes, the citizen's secret, and references, the public number of a submission.

Both are drawn from the system's random source over the alphabet of RFC 8628, section 6.1: letters
without vowels, so that no word appears, and without digits, so that none is taken for a letter.
"""

import hashlib
import re
import secrets
from unicodedata import normalize

from django.utils.crypto import salted_hmac

from ruhrdialog.lib.normal_form import latin, normal
from ruhrdialog.lib.pasted import decoded

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"  # 20 signs, 4.3 bits each
CODE_LENGTH = 30  # 129 bits; 128 are asked for
REFERENCE_LENGTH = 8
MOST_READ = 4000  # signs of what was pasted: a mail with a code in it
CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")
REFERENCE = re.compile(f"[{ALPHABET}]{{{REFERENCE_LENGTH}}}")
# What people read and type in place of a letter that the alphabet has.
LOOK_ALIKES = str.maketrans("0O125I68UY", "QQLZSLGBVV")
WORD = re.compile(r"[^\W_]+")
# What stands before a code or a reference, on the receipt, in a link or a message.
LABELS = {"CODE", "BELEG", "BELEGS", "BEITRAG", "BEITRAGSNUMMER", "NUMMER", "NR", "NO", "LAUTET"}


def random_code(length: int = CODE_LENGTH) -> str:
    """Return `length` random signs of the alphabet, without separators."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_of(text: str) -> str:
    """Return the code that belongs to a text; without SECRET_KEY nobody can tell which."""
    number = int(salted_hmac("ruhrdialog.code", text, algorithm="sha256").hexdigest(), 16)
    signs = []
    for _ in range(CODE_LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def grouped(code: str, size: int = 4) -> str:
    """Return a code as people read it: groups of `size` signs with hyphens."""
    return "-".join([code[start : start + size] for start in range(0, len(code), size)])


def normalised(typed: str) -> str:
    """Return a typed code as it was meant: no separators, capitals, look-alikes replaced."""
    return "".join(words(typed)).translate(LOOK_ALIKES)


def words(typed: str) -> list[str]:
    """Return the words of what was typed or pasted in capitals, accents and separators left out.

    Cyrillic and Greek letters become the Latin ones that they look like: as small letters, else as
    capital ones.
    """
    text = latin(latin(normal(decoded(typed[:MOST_READ]))).upper())
    return WORD.findall(normalize("NFKD", text))


def code_in(typed: str) -> str | None:
    """Return the receipt code that stands in what was typed or pasted, None if there is none.

    It may stand in a link, behind a label, between other words; it begins and ends with a word.
    """
    parts = words(typed)
    for read in (parts, [part.translate(LOOK_ALIKES) for part in parts]):
        for start in range(len(read)):
            code = ""
            for part in read[start : start + CODE_LENGTH]:
                code += part
                if len(code) >= CODE_LENGTH:
                    break
            if CODE.fullmatch(code):
                return code
    return None


def without_label(typed: str) -> str:
    """Return what stands behind the last label, as `normalised` does: all of it without one."""
    parts = words(typed)
    labels = [place for place, part in enumerate(parts) if part in LABELS]
    return "".join(parts[labels[-1] + 1 if labels else 0 :]).translate(LOOK_ALIKES)


def receipt_hash(code: str) -> bytes:
    """Return the SHA-256 of a receipt code (32 bytes), all that the database knows of it."""
    return hashlib.sha256(code.encode()).digest()
