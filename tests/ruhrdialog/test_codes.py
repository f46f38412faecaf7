import math

import pytest

from ruhrdialog.lib import codes as receipt_codes
from ruhrdialog.lib.codes import ALPHABET, grouped, normalised, random_code, receipt_hash


def test_a_code_has_at_least_128_random_bits():
    assert len(random_code()) * math.log2(len(ALPHABET)) >= 128


def test_a_code_has_no_look_alikes_and_comes_from_the_systems_random_source(monkeypatch):
    assert not set("0123456789AEIOU") & set(ALPHABET)
    monkeypatch.setattr(receipt_codes.secrets, "choice", lambda signs: signs[0])
    assert random_code(4) == "BBBB"


def test_codes_differ():
    assert len({random_code() for _ in range(1000)}) == 1000


def test_it_is_shown_in_groups_of_four():
    assert grouped("BCDFGHJK") == "BCDF-GHJK"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("BCDFG-HJKLM", "BCDFGHJKLM"),
        (" bcdfg hjklm\t\n", "BCDFGHJKLM"),
        ("bcdfg–hjklm", "BCDFGHJKLM"),
        ("8CDF6-HJK1M-ZS", "BCDFGHJKLMZS"),
        ("QI5U0", "QLSVQ"),
    ],
)
def test_what_is_typed_is_taken_as_it_was_meant(typed, meant):
    assert normalised(typed) == meant


def test_no_sign_of_the_alphabet_is_changed():
    assert normalised(ALPHABET) == ALPHABET


def test_the_database_gets_the_sha_256():
    # NIST FIPS 180-4, the published example for "abc".
    assert receipt_hash("abc").hex().startswith("ba7816bf8f01cfea414140de5dae2223")
