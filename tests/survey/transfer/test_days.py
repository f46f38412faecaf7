"""Days in imported files, as programs and people write them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis.strategies import dates, sampled_from

from survey.transfer.days import day_in

NOVEMBER_20 = [
    "2026-11-20",
    "2026-11-20 14:03:22",
    "2026-11-20 14:03:22 UTC",
    "2026-11-20 14:03:22 +0100",
    "2026-11-20T14:03:22Z",
    "2026-11-20T23:59:59Z",  # the next day in Germany: it counts as it is written
    "2026-11-20T00:10:00+02:00",
    "2026-11-20T14:03:22.123456+00:00",
    "2026-11-20T14:03:22.123+01:00[Europe/Berlin]",
    "2026-11-20 14:03",
    "2026/11/20",
    "2026.11.20",
    "2026\u201311\u201320",  # dashes of a word processor
    "20261120",
    "20.11.2026",
    "20.11.2026 14:05",
    "20.11.2026, 14:05 Uhr",
    "20.11.2026 um 14.05 Uhr",
    "20.11.2026 14 Uhr",
    "20.11.2026\u00a014:05:33",
    "20. 11. 2026",
    "20.11.26",
    "20.11.26 14:05",
    "20/11/2026",
    "20/11/2026 14:05",
    "20/11/26",
    "11/20/2026",
    "11/20/2026 2:05:33 PM",
    "20-11-2026",
    "20-Nov-2026",
    "20-Nov-26",
    "20. November 2026",
    "20 Nov. 2026",
    "Freitag, 20. November 2026, 14:05 Uhr",
    "Fr, 20.11.2026",
    "Fri, 20 Nov 2026 14:03:22 +0000",
    "Fri, 11/20/2026 - 14:03",
    "Nov 20, 2026",
    "November 20th, 2026 at 2:05 p.m.",
    "46346",
    "46346.5863425926",
    "46346,59",
    "'20.11.2026",
    " 20.11.2026 ",
    "\ufeff20.11.2026",
    "\uff12\uff10.11.2026",  # full width
]
OTHERS = {
    "5/5/2026": date(2026, 5, 5),
    "1.3.2026": date(2026, 3, 1),
    "31/01/2026": date(2026, 1, 31),
    "01/31/2026": date(2026, 1, 31),
    "1. März 2026": date(2026, 3, 1),
    "1. Ma\u0308rz 2026": date(2026, 3, 1),
    "24. Dez. 2018": date(2018, 12, 24),
    "3. Okt 2020": date(2020, 10, 3),
    "29.02.2024": date(2024, 2, 29),
    "36526": date(2000, 1, 1),
}
UNCLEAR = ["05/06/2026", "5/6/2026", "05/06/26", "05-06-2026", "05/06/2026 14:05", "12/11/2026"]
NONE = [
    *("31.02.2026", "29.02.2026", "2026-13-01", "32.01.2026", "0.1.2026", "45/45/2026", "20261332"),
    *("2026-11", "11/2026", "20.11.", "2026", "12", "gestern", "November", "1. Foo 2026", "-"),
    *("20.11.2026 – 21.11.2026", "20.11.2026 oder später", "20.11.20266", "1e5", "46346 Tage"),
    f"20.11.2026{' ' * 100}vielleicht",
]


@pytest.mark.parametrize("text", NOVEMBER_20)
def test_it_is_the_day_that_is_written(text):
    assert day_in(text) == date(2026, 11, 20)


@pytest.mark.parametrize("text", OTHERS)
def test_other_days_are_read_as_well(text):
    assert day_in(text) == OTHERS[text]


@given(dates(date(2000, 1, 1)), sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"]))
def test_any_day_is_read_in_the_usual_forms(day, form):
    assert day_in(day.strftime(form)) == day


@pytest.mark.parametrize("text", UNCLEAR)
def test_two_possible_days_are_named_and_none_is_taken(text):
    with pytest.raises(ValidationError, match=r"kann der .* oder der .* sein") as refused:
        day_in(text)
    assert text in refused.value.messages[0]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValidationError, match="ist kein Tag wie"):
        day_in(text)
