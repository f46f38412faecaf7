"""What a row of the table of stored data says; the rows themselves stand in stored_data.py."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Q

from survey.upkeep.cache_table import CacheEntry


class Field(NamedTuple):
    """One stored value."""

    name: str  # as in the model
    what: str
    why: str


class Rule(NamedTuple):
    """It is deleted by the hourly job: after how long, and which rows have outlived it by then."""

    words: str
    outdated: Callable[[datetime], Q]
    before: Callable[[list[Any]], None] | None = None  # gets the keys of what is deleted then


class Verb(NamedTuple):
    """Somebody ends it, by a method of the model."""

    words: str
    method: str = "delete"


class With(NamedTuple):
    """It goes with the row it belongs to, by a foreign key that cascades."""

    words: str
    owner: str


class Stays(NamedTuple):
    """It stays, and why."""

    words: str


class Kind(NamedTuple):
    """A kind of stored data: one model, or one table that has none."""

    model: str  # app label and name, as Django writes it; else the name of the table
    title: str
    purpose: str
    basis: str  # of law; the operator's data protection officer has the last word
    seen_by: str
    ends: tuple[Rule | Verb | With | Stays, ...]
    fields: tuple[Field, ...] = ()  # of all that is about citizens, and of our own models

    @property
    def rules(self) -> list[Rule]:
        return [end for end in self.ends if isinstance(end, Rule)]

    def rows(self) -> models.QuerySet[Any]:
        is_cache = self.model == CacheEntry._meta.db_table
        model = CacheEntry if is_cache else apps.get_model(self.model)
        return model._base_manager.all()


# Words and times that several rows share.

TASK = (
    "Die Öffentlichkeit zu beteiligen ist unsere Aufgabe (Artikel 6 Absatz 1 Buchstabe e DSGVO mit "
    "§ 3 DSG NRW)."
)
CONSENT = "Nur weil Sie einwilligen (Artikel 6 Absatz 1 Buchstabe a DSGVO)."
NOBODY = "Niemand in der Verwaltung."

YEAR = timedelta(days=365)
LONGEST_BACKUP = timedelta(
    days=90
)  # the most of BACKUP_DAYS; what a restore must know lives as long
KEY = Field("id", "zufälliger Schlüssel", "Technisch nötig, um die Zeile zu finden.")
NUMBER = Field("id", "laufende Nummer", "Technisch nötig, um die Zeile zu finden.")
