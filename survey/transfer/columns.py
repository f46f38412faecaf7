"""Which column of a file is which, by the name in its header.

Case, blanks, line ends and signs in a name don't matter. A name that only resembles a known one is
refused: its rows would go to the topic for all, or lose their text, and nobody would notice.
Files of other programs have other names: somebody then chooses which column is which.
"""

from collections.abc import Collection

from ruhrdialog.lib.normal_form import folded, is_blank
from survey.transfer.table import Rows, UnknownColumnsError, shown

COLUMNS = {
    "topic": ("Thema", "topic"),
    "reason": ("Begründung", "reason"),
    "proposal": ("Verbesserungsvorschlag", "Vorschlag", "proposal"),
    "further": ("Weitere Themen", "further topics", "further_interests"),
    "day": ("Tag", "day"),
    "source": ("Quelle", "source"),
}
# The reference is of a submission that is here already: the file was exported here.
NAMES = {**COLUMNS, "reference": ("Beitragsnummer",)}
NEEDED = {"topic", "reason", "proposal"}  # one of them
LONG = {"reason", "proposal"}  # that several columns can be, as the title and the text of an idea
HEAD = 10  # rows with something in them, among which the header is
TRANSCRIBED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
LONGEST = 200  # signs of a name that are looked at
FEWEST_SIGNS = 5  # of a known name that is looked for inside of another word


def words_of(name: str) -> list[str]:
    """Return the words of a name, in the form in which they are compared."""
    return "".join([sign if sign.isalnum() else " " for sign in folded(name[:LONGEST])]).split()


def joined(name: str) -> str:
    return "".join(words_of(name))


KNOWN = {joined(name): (column, name) for column, names in NAMES.items() for name in names}


def column_of(name: str) -> str | None:
    return KNOWN.get(joined(name), (None, ""))[0]


def slip_of(name: str) -> str | None:
    """Return the known name that somebody meant who wrote another one, if a few signs differ."""
    words = words_of(name)
    written = "".join(words).translate(TRANSCRIBED)
    for known, (_, label) in KNOWN.items():
        if known not in words and is_slip(written, known.translate(TRANSCRIBED)):
            return label
    return None


def longer_of(name: str, columns: Collection[str]) -> str | None:
    """Return the known name of one of some columns that stands in another one."""
    words = words_of(name)
    parts = {"".join(words[start : start + size]) for start in range(len(words)) for size in (1, 2)}
    for known, (column, label) in KNOWN.items():
        inside = any(word.startswith(known) or word.endswith(known) for word in words)
        if column in columns and (known in parts or (inside and len(known) >= FEWEST_SIGNS)):
            return label
    return None


def resembled(name: str, found: Collection[str]) -> str | None:
    """Return the known name that another one resembles, where some columns are found by theirs."""
    return slip_of(name) or longer_of(name, {*NEEDED, "further"}.difference(found))


def is_slip(written: str, known: str) -> bool:
    """Tell whether so few signs differ that the same name was meant: of short ones fewer."""
    most = 1 if len(known) < 5 else 2 if len(known) < 12 else 3
    if abs(len(written) - len(known)) > most:
        return False
    return distance(written, known) <= most


def distance(first: str, second: str) -> int:
    """Return how many signs were left out, added, replaced or exchanged with the next one.

    Damerau 1964, "A technique for computer detection and correction of spelling errors".
    """
    before: list[int] = []
    row = list(range(len(second) + 1))
    for number, sign in enumerate(first, start=1):
        earlier, before, row = before, row, [number]
        for place, other in enumerate(second, start=1):
            least = min(before[place] + 1, row[-1] + 1, before[place - 1] + (sign != other))
            exchanged = first[number - 2 : number] == second[place - 2 : place][::-1]
            if number > 1 and place > 1 and exchanged:
                least = min(least, earlier[place - 2] + 1)
            row.append(least)
    return row[-1]


def header_of(rows: Rows) -> int:
    """Return the place of the header among the rows: programs write titles above it.

    Without a known column it is the first of those with most names.
    """
    head = [row for _, row in rows[:HEAD]]
    for place, row in enumerate(head):
        if NEEDED & set(map(column_of, row)):
            return place
    names = [sum(not is_blank(name) for name in row) for row in head]
    return names.index(max(names)) if names else 0


def places_of(number: int, header: list[str]) -> dict[str, int]:
    """Return where each known column stands. Raises UnknownColumnsError."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        if column := column_of(name):
            if column in places:
                raise UnknownColumnsError(f"Die Spalte „{shown(name.strip())}“ gibt es zweimal.")
            places[column] = place
    for name in header:
        if not column_of(name) and (label := resembled(name, places)):
            raise UnknownColumnsError(
                f"Die Spalte „{shown(name.strip())}“ heißt fast wie „{label}“."
            )
    if not NEEDED & set(places):
        names = ", ".join(names[0] for names in COLUMNS.values())
        raise UnknownColumnsError(
            f"In Zeile {number} steht keine bekannte Spalte. Bekannt: {names}."
        )
    return places


def guessed(header: list[str]) -> list[str]:
    """Return, for each name, which column it says or seems to be, each once; else nothing."""
    found: list[str] = []
    for name in header:
        found.append(once(column_of(name), found))
    for place, name in enumerate(header):
        if not found[place] and (label := resembled(name, found)):
            found[place] = once(column_of(label), found)
    return found


def once(column: str | None, found: list[str]) -> str:
    """Return a column that somebody may choose, unless it is found already."""
    return column if column in COLUMNS and column not in found else ""


def chosen_places(chosen: list[str]) -> dict[str, list[int]]:
    """Return where the columns stand that somebody chose. Raises UnknownColumnsError."""
    places: dict[str, list[int]] = {}
    for place, column in enumerate(chosen):
        if column:
            places.setdefault(column, []).append(place)
    if not NEEDED & places.keys():
        raise UnknownColumnsError(
            "Bitte wählen Sie, wo das Thema, die Begründung oder der Vorschlag steht."
        )
    for column in places.keys() - LONG:
        if len(places[column]) > 1:
            raise UnknownColumnsError(f"„{COLUMNS[column][0]}“ kann nur eine Spalte sein.")
    return places


def joined_cells(row: list[str], places: list[int]) -> str:
    """Return the text that stands in some cells of a row, a blank line between two."""
    texts = [row[place] for place in places if place < len(row)]
    if len(places) == 1:
        return "".join(texts)
    return "\n\n".join(text for text in texts if not is_blank(text))


def unread_columns(header: list[str], places: Collection[int]) -> list[str]:
    """Return the names of the columns that stand in none of some places."""
    names = [name.strip() or f"Spalte {place} ohne Namen" for place, name in enumerate(header, 1)]
    return [name for place, name in enumerate(names) if place not in places]
