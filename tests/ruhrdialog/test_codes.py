import math

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from, text

from ruhrdialog.lib import codes as receipt_codes
from ruhrdialog.lib.codes import (
    ALPHABET,
    CODE_LENGTH,
    code_in,
    grouped,
    normalised,
    random_code,
    receipt_hash,
    without_label,
)

CODE = "BCDFGHJKLMNPQRSTVWXZZXWVTSRQPN"
FIVES = [CODE[start : start + 5] for start in range(0, CODE_LENGTH, 5)]
LINK = f"https://portal.example/beleg/{CODE}/"


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
        ("BCDF\u2011GHJK", "BCDFGHJK"),
        ("BCDF\u2212GHJK", "BCDFGHJK"),
        ("BC\u00adDF\u200bGH\ufeffJK", "BCDFGHJK"),
        ("BCDF\u00a0GHJK\u202f", "BCDFGHJK"),
        ("ＢＣＤＦｇｈｊｋ", "BCDFGHJK"),
        ("ВСDFGНJК", "BCDFGHJK"),  # Cyrillic
        ("всDFGнJк", "BCDFGHJK"),
        ("ΒCDFGΗJΚ", "BCDFGHJK"),  # Greek
        ("BĆDF.GHJK,", "BCDFGHJK"),
        ("BCDF%20GHJK%2E", "BCDFGHJK"),
        ("BCDF_GHJK*", "BCDFGHJK"),
        ("(BCDF/GHJK)", "BCDFGHJK"),
        ("„BCDF—GHJK“", "BCDFGHJK"),
        ("𝐁𝐂𝐃𝐅", "BCDF"),
    ],
)
def test_what_is_typed_is_taken_as_it_was_meant(typed, meant):
    assert normalised(typed) == meant


PASTED = [
    CODE.lower(),
    grouped(CODE, 5),
    " ".join(FIVES),
    "\n".join(FIVES).lower(),
    "\u2013".join(FIVES),
    "\u2011".join(FIVES),
    "\u2212".join(FIVES),
    "\u00a0".join(FIVES),
    "\u00ad".join(FIVES),
    "\u200b".join(FIVES),
    "%20".join(FIVES),
    "%E2%80%93".join(FIVES),
    ". ".join(FIVES),
    f"{CODE}.",
    f"{CODE},",
    f"{CODE})",
    f"„{CODE}“",
    f"»{CODE}«",
    f"<{CODE}>",
    f"*{CODE}*",
    f"_{CODE}_",
    f"{CODE}\ufe0f",
    f"{CODE}&fbclid=IwAR0abc",
    f"{CODE}?utm_source=wa",
    f"{CODE}/aendern/",
    LINK,
    LINK.rstrip("/"),
    LINK.upper(),
    LINK.lower(),
    LINK.replace("https://", ""),
    LINK.replace("/", "%2F"),
    LINK.replace("/", "%252F"),
    f"<{LINK}>",
    f"({LINK}).",
    f"{LINK}?fbclid=IwAR0abc#anfang",
    f"https://portal.example/beleg/{CODE[:17]}=\r\n{CODE[17:]}/",  # quoted-printable
    f"https://portal.example/beleg/{CODE[:17]}\n> {CODE[17:]}/",  # an answer to a mail
    f"Code: {grouped(CODE, 5)}",
    f"code {CODE}",
    f"Beleg: {CODE}",
    f"Beleg-Code:\t{grouped(CODE, 5)}",
    f"Mein Beleg der Ruhr-Konferenz\n\n{LINK}\n\nViele Grüße, Erna",
    f"Der Code lautet „{grouped(CODE, 5)}“, danke!",
    f"Nr. {CODE}",
    f"20261 {' '.join(FIVES)}",  # digits that could be letters
    CODE.replace("Q", "0").replace("S", "5").replace("Z", "2").replace("L", "1"),
    CODE.replace("B", "В").replace("C", "с").replace("H", "Н"),
    "".join(chr(ord(sign) + 0xFEE0) for sign in CODE),
]


@pytest.mark.parametrize("typed", PASTED)
def test_a_code_is_found_in_whatever_was_pasted(typed):
    assert code_in(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    [
        *("", "BCDF", CODE[1:], f"{CODE}B", f"A{CODE[1:]}", LINK.replace("Z", "E"), "B" * 4000),
        *("https://portal.example/beleg/", "Ich habe meinen Code leider nicht mehr.", "%" * 99),
    ],
)
def test_where_none_stands_none_is_found(typed):
    assert code_in(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        *("BCDF-GHJK", "bcdfghjk", "Beitragsnummer: BCDF-GHJK", "Nr. BCDF GHJK", "BCDF–GHJK."),
        *(
            "Beitrag BCDFGHJK",
            "https://portal.example/beleg/BCDF-GHJK/",
            "beitragsnummer BCDF.GHJK",
        ),
        *("Meine Beitragsnummer lautet: BCDF-GHJK", "„BCDF\u2011GHJK“", "Beleg Nr BCDF\u00a0GHJK"),
        "No. BCDF-GHJK",
    ],
)
def test_what_stands_behind_a_label_is_told_apart(typed):
    assert without_label(typed) == "BCDFGHJK"


@given(text())
def test_a_code_that_is_written_anew_stays_the_same(typed):
    once = normalised(typed)
    assert normalised(once) == once


@given(lists(sampled_from(["-", " ", "–", ".", "\u200b", "%20", "\n"]), min_size=6, max_size=6))
def test_a_code_is_found_whatever_stands_between_its_groups(gaps):
    typed = "".join(gap + five for gap, five in zip(gaps, FIVES, strict=True))
    assert code_in(typed) == CODE
    assert normalised(typed) == CODE


def test_no_sign_of_the_alphabet_is_changed():
    assert normalised(ALPHABET) == ALPHABET


def test_the_database_gets_the_sha_256():
    # NIST FIPS 180-4, the published example for "abc".
    assert receipt_hash("abc").hex().startswith("ba7816bf8f01cfea414140de5dae2223")
