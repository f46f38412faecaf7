"""Days as programs and people write them; of a moment its day counts, as it is written."""

import contextlib
import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.core.exceptions import ValidationError

from ruhrdialog.lib.normal_form import folded
from survey.transfer.table import shown

LONGEST = 100  # signs of a day with its time
EXCEL = date(1899, 12, 30)  # its day 0, for days after February 1900
# Weekday, day, time: on folded text, which has one blank where more signs were.
MOMENT = re.compile(
    r"(?:(?:mo|di|mi|do|fr|sa|so|tu|we|th|su)[a-z]{0,8}[.,]{0,2} )?(?P<day>.{5,20}?)"
    r"(?:(?:t|,? (?:- )?(?:um |at )?)\d\d?(?:[:.h]\d\d(?:[:.]\d\d(?:[.,]\d{1,9})?)?)?"
    r"(?: ?(?:uhr|[ap]\.?m\.?|z|utc|gmt|mez|mesz|cet|cest)){0,2}"
    r"(?: ?[+-]\d\d?(?::?\d\d)?)?(?: ?\[[a-z/_+-]{1,40}\])?)?"
)
SERIAL = re.compile(r"(\d{5})(?:[.,]\d{1,12})?")
COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")
NUMBERS = re.compile(r"(\d{1,4})([-./]) ?(\d\d?)\2 ?(\d{1,4})")
GERMAN = re.compile(r"(\d\d?)(?:\. ?| |-)([a-zä]{3,9})\.?[ -](\d\d|\d{4})")
ENGLISH = re.compile(r"([a-z]{3,9})\.? (\d\d?)(?:st|nd|rd|th)?,? (\d{4})")
MONTHS = (
    *("jan jän", "feb", "mär mae mrz mar", "apr", "mai may", "jun", "jul", "aug", "sep"),
    *("okt oct", "nov", "dez dec"),
)
MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}


def day_in(text: str) -> date:
    """Return the day that a cell names. Raises ValidationError (German)."""
    written = folded(text).strip("'\"") if len(text) <= LONGEST else ""
    possible = sorted(set(readings(written)))
    if not possible:
        raise ValidationError(f"„{shown(text)}“ ist kein Tag wie 24.12.2018.")
    if len(possible) > 1:
        names = " oder der ".join(f"{day:%d.%m.%Y}" for day in possible)
        raise ValidationError(
            f"„{shown(text)}“ kann der {names} sein. Bitte schreiben Sie den Tag wie 24.12.2018."
        )
    return possible[0]


def readings(text: str) -> Iterator[date]:
    """Yield the days that a text in folded form can mean."""
    if serial := SERIAL.fullmatch(text):
        yield EXCEL + timedelta(days=int(serial[1]))
    elif moment := MOMENT.fullmatch(text):
        for year, month, day in parts(moment["day"]):
            with contextlib.suppress(ValueError):  # the 30th of February
                yield date(int(year) + 2000 * (len(year) == 2), int(month), int(day))


def parts(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield year, month and day as they can be meant."""
    if found := COMPACT.fullmatch(text):
        yield found[1], found[2], found[3]
    if found := NUMBERS.fullmatch(text):
        yield from in_order(found[1], found[2], found[3], found[4])
    if found := GERMAN.fullmatch(text):
        yield found[3], month_of(found[2]), found[1]
    if found := ENGLISH.fullmatch(text):
        yield found[3], month_of(found[1]), found[2]


def in_order(first: str, sign: str, second: str, third: str) -> Iterator[tuple[str, str, str]]:
    if len(first) == 4 and len(third) < 3:
        yield first, second, third
    # With hyphens the year may be in front: then it must have four digits.
    if len(first) < 3 and len(third) in ({4} if sign == "-" else {2, 4}):
        yield third, second, first
        if sign != ".":
            yield third, first, second  # as in America


def month_of(name: str) -> str:
    return str(MONTH.get(name[:3], 0))
