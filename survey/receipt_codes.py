"""Receipt codes, the citizen's secret, and references, the public number of a submission.

Both use an alphabet without look-alikes (no 0 and O, no 1, I and L) and without vowels, so that
no word appears in them. Both are drawn from the system's random source.
"""

import hashlib
import re
import secrets

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"  # 28 signs, 4.8 bits each
CODE_LENGTH = 28  # 134 bits; 128 are asked for
REFERENCE_LENGTH = 8
GROUP = 4
REFERENCE = re.compile(f"[{ALPHABET}]{{{REFERENCE_LENGTH}}}")


def random_code(length: int = CODE_LENGTH) -> str:
    """Return `length` random signs of the alphabet, without separators."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def grouped(code: str) -> str:
    """Return a code as people read it: groups of four with hyphens."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def receipt_hash(code: str) -> bytes:
    """Return the SHA-256 of a receipt code (32 bytes), all that the database knows of it."""
    return hashlib.sha256(code.encode()).digest()
