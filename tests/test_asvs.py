"""docs/asvs.csv: each requirement of OWASP ASVS 5.0 up to level 2, and the test that guards it."""

import csv
import re
from collections import Counter

import pytest

from dev.environment import ROOT

with (ROOT / "docs" / "asvs.csv").open(newline="") as table:
    ROWS = list(csv.DictReader(table))
TESTS = [row for row in ROWS if "::" in row["shown by"]]
# Requirements of the levels 1 and 2 by chapter.
IN_CHAPTERS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]


def test_every_requirement_has_one_row():
    numbers = [row["number"] for row in ROWS]
    assert len(set(numbers)) == len(numbers) == 253
    chapters = Counter(int(number.partition(".")[0]) for number in numbers)
    assert chapters == dict(enumerate(IN_CHAPTERS, start=1))


def test_what_is_met_is_shown_and_what_is_not_says_what_it_would_take():
    for row in ROWS:
        assert row["what holds here"], row
        assert row["state"] in ("met", "unmet", "not ours"), row
        assert bool(row["shown by"]) == (row["state"] == "met"), row
        assert bool(row["what it would take"]) == (row["state"] == "unmet"), row


@pytest.mark.parametrize("row", TESTS, ids=lambda row: row["number"])
def test_the_test_that_shows_it_is_there(row):
    file, _, name = row["shown by"].partition("::")
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE)


def test_the_document_that_shows_it_is_there():
    for row in ROWS:
        if row["state"] == "met" and row not in TESTS:
            assert (ROOT / row["shown by"]).is_file(), row


def test_no_test_shows_more_than_ten():
    shown = Counter(row["shown by"] for row in TESTS)
    assert [name for name, rows in shown.items() if rows > 10] == []
