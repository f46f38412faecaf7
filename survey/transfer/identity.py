"""What imported rows are known by: what they say, however the file was saved.

What stands in the place of a receipt's hash, and is left when a row was withdrawn or erased, is
made with a key: nobody who has a trace can find out whether a text belongs to it.
"""

import hashlib
import hmac
import json
from collections import Counter
from typing import Any

from ruhrdialog.lib.normal_form import folded, is_blank, normal
from ruhrdialog.lib.sealed import LostKeyError
from ruhrdialog.lib.tables import as_meant
from survey.transfer.columns import COLUMNS
from survey.transfer.models import ImportKey
from survey.transfer.table import UnreadableError


class Identities:
    """Makes the identities of the rows of a file: equal ones differ by how many came before."""

    def __init__(self) -> None:
        """Raises UnreadableError."""
        try:
            self.key = ImportKey.objects.secret()
        except LostKeyError as error:
            raise UnreadableError(
                "Woran schon eingelesene Zeilen zu erkennen sind, ist nicht lesbar: Der Schlüssel "
                "des Portals wurde gewechselt. Bitte wenden Sie sich an die Technik; sie findet "
                "unter „SECRET_KEY“ in docs/operations.md, was zu tun ist."
            ) from error
        self.seen: Counter[tuple[Any, ...]] = Counter()
        self.seen_by_cells: Counter[tuple[str, ...]] = Counter()

    def of(self, cells: dict[str, str], answers: dict[str, Any]) -> tuple[bytes, bytes]:
        """Return what stands for the hash of a receipt (32 bytes), and what did in version 0.1.0.

        No receipt code has such a hash.
        """
        said = meaning(cells, answers)
        stood = tuple(cells.get(name, "") for name in COLUMNS)
        content = json.dumps([*said, self.seen[said]])
        former = json.dumps([*stood, self.seen_by_cells[stood]])
        self.seen[said] += 1
        self.seen_by_cells[stood] += 1
        return (
            hmac.digest(self.key, content.encode(), "sha256"),
            hashlib.sha256(f"import {former}".encode()).digest(),
        )

    def repeated(self) -> int:
        """Return how many rows said what another one above had said."""
        return self.seen.total() - len(self.seen)


def meaning(cells: dict[str, str], answers: dict[str, Any]) -> tuple[Any, ...]:
    """Return what a row says, in the form in which texts are compared.

    What it leaves open stays open, whatever is chosen for all rows of a file.
    """
    blank = {name for name in COLUMNS if is_blank(cells.get(name, ""))}
    forum = answers["forum"]
    own = forum.pk if forum and "topic" not in blank else None
    said = {
        "topic": own or folded(answers["other_topic"]),
        "reason": normal(as_meant(answers["reason"])),
        "proposal": normal(as_meant(answers["proposal"])),
        "further": tuple(sorted(key for key in answers["further_interests"] if key != own)) or "",
        "day": str(answers["day"]),
        "source": str(answers["source"]),
    }
    return tuple("" if name in blank else said[name] for name in COLUMNS)
