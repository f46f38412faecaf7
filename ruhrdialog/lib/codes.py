"""Receipt codes, the citizen's secret, and references, the public number of a submission.

Both are drawn from the system's random source over the alphabet of RFC 8628, section 6.1: letters
without vowels, so that no word appears, and without digits, so that none is taken for a letter.
"""

import hashlib
import re
import secrets

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"  # 20 signs, 4.3 bits each
CODE_LENGTH = 30  # 129 bits; 128 are asked for
REFERENCE_LENGTH = 8
REFERENCE = re.compile(f"[{ALPHABET}]{{{REFERENCE_LENGTH}}}")
# What people read and type in place of a letter that the alphabet has.
LOOK_ALIKES = str.maketrans("0O125I68UY", "QQLZSLGBVV")
SEPARATORS = re.compile(r"[\s.,_/‐‑–—-]+")


def random_code(length: int = CODE_LENGTH) -> str:
    """Return `length` random signs of the alphabet, without separators."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def grouped(code: str, size: int = 4) -> str:
    """Return a code as people read it: groups of `size` signs with hyphens."""
    return "-".join([code[start : start + size] for start in range(0, len(code), size)])


def normalised(typed: str) -> str:
    """Return a typed code as it was meant: no separators, capitals, look-alikes replaced."""
    return SEPARATORS.sub("", typed).upper().translate(LOOK_ALIKES)


def receipt_hash(code: str) -> bytes:
    """Return the SHA-256 of a receipt code (32 bytes), all that the database knows of it."""
    return hashlib.sha256(code.encode()).digest()
