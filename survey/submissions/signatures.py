"""MinHash signatures: by a few numbers one sees which of a million texts are nearly the same.

The share of words that two texts have in common is the chance that their smallest hash value is
the same (Broder 1997, "On the resemblance and containment of documents"). Hash values are joined
in bands (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3), so that an
index finds texts that agree in one: of those with 80 % of their words in common 97 %, of those
with 30 % 13 %. Whether they really are alike is then looked at.
"""

import hashlib
import re
import struct
import zlib

from ruhrdialog.lib.normal_form import folded
from survey.submissions.limits import MAX_TEXT

WORD = re.compile(r"\w+")
FEWEST_WORDS = 8  # with fewer, many people write the same words by chance
BANDS, ROWS = 5, 3
HASHES = struct.Struct("<16I")  # the 64 bytes of BLAKE2b: 16 hash functions, of which 15 are used
BAND = struct.Struct("<B3I")


def words_of(texts: tuple[str, ...]) -> set[str]:
    """Return the different words of some texts, in the form in which texts are compared.

    None has more than MAX_TEXT signs, but one sign can become eighteen in that form.
    """
    return set(WORD.findall(folded(" ".join([text[:MAX_TEXT] for text in texts]))))


def signature(texts: tuple[str, ...]) -> list[int]:
    """Return a number (signed, 32 bits) for each band; none for texts of few words."""
    words = words_of(texts)
    if len(words) < FEWEST_WORDS:
        return []
    hashes = (HASHES.unpack(hashlib.blake2b(word.encode()).digest()) for word in words)
    smallest = list(map(min, zip(*hashes, strict=True)))
    return [
        zlib.crc32(BAND.pack(band, *smallest[band * ROWS : (band + 1) * ROWS])) - 2**31
        for band in range(BANDS)
    ]


def common_share(first: set[str], second: set[str]) -> float:
    """Return the share of words that two sets have in common, from 0 to 1 (Jaccard 1901)."""
    return len(first & second) / len(first | second) if first or second else 0.0
