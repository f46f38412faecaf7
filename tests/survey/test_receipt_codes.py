import math

from survey import receipt_codes
from survey.receipt_codes import ALPHABET, grouped, random_code, receipt_hash


def test_a_code_has_at_least_128_random_bits():
    assert len(random_code()) * math.log2(len(ALPHABET)) >= 128


def test_a_code_has_no_look_alikes_and_comes_from_the_systems_random_source(monkeypatch):
    assert not set("01OILAEU") & set(ALPHABET)
    monkeypatch.setattr(receipt_codes.secrets, "choice", lambda signs: signs[0])
    assert random_code(4) == "2222"


def test_codes_differ():
    assert len({random_code() for _ in range(1000)}) == 1000


def test_it_is_shown_in_groups_of_four():
    assert grouped("BCDFGHJK") == "BCDF-GHJK"


def test_the_database_gets_the_sha_256():
    # NIST FIPS 180-4, the published example for "abc".
    assert receipt_hash("abc").hex().startswith("ba7816bf8f01cfea414140de5dae2223")
