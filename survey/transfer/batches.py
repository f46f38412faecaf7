"""Imports that can be taken back: it was the wrong file, or the wrong topic for all its rows.

What somebody has worked on since stays, and is named.
"""

from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from ruhrdialog.lib.events import Event
from survey.submissions.history import ReviewStep
from survey.submissions.models import Submission
from survey.submissions.querysets import SubmissionQuerySet
from survey.submissions.steps import COUNTED, RECEIVED
from survey.transfer.importing import CHUNK, take_turn
from survey.transfer.models import ImportRecord

NEWEST = 50  # are listed


class Batch(NamedTuple):
    record: ImportRecord
    number: int  # of submissions that are left
    untouched: int  # of them

    @property
    def source(self) -> str:
        sources = dict(Submission.Source.choices)
        return str(sources.get(self.record.source, self.record.source))

    @property
    def touched(self) -> int:
        return self.number - self.untouched


def imported(record: ImportRecord) -> SubmissionQuerySet:
    return Submission.objects.filter(batch=record.pk)


def untouched(submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    """Return those that nobody has dealt with."""
    new = submissions.filter(state__in=(str(RECEIVED), str(COUNTED)))
    steps = ReviewStep.objects.standing().filter(submission=OuterRef("pk"))
    return new.filter(~Exists(steps), notes=None, tags=None)


def touched(record: ImportRecord) -> SubmissionQuerySet:
    """Return what somebody has dealt with."""
    rows = imported(record)
    return rows.exclude(pk__in=untouched(rows).order_by().values("pk"))


def newest_batches() -> list[Batch]:
    """Return the last imports, the newest first."""
    records = list(ImportRecord.objects.select_related("by")[:NEWEST])
    every = Submission.objects.filter(batch__in=[record.pk for record in records]).order_by()
    left, new = (
        dict(rows.values_list("batch").annotate(Count("pk"))) for rows in (every, untouched(every))
    )
    return [Batch(each, left.get(each.pk, 0), new.get(each.pk, 0)) for each in records]


def batch_of(key: int) -> Batch | None:
    """Return an import, if something of it is left to take back."""
    record = ImportRecord.objects.filter(pk=key).first()
    if not record:
        return None
    rows = imported(record)
    batch = Batch(record, rows.count(), untouched(rows).count())
    return batch if batch.untouched else None


def take_back(record: ImportRecord, by: User) -> int:
    """Delete what an import brought and nobody has dealt with; return how many.

    No trace is left: the same rows can be imported anew. Raises UnreadableError.
    """
    number = 0
    with transaction.atomic():
        take_turn()
        # Locked, so that nobody begins to deal with one meanwhile.
        rows = untouched(imported(record)).order_by().select_for_update(of=("self",))
        while keys := list(rows.values_list("pk", flat=True)[:CHUNK]):
            Submission.objects.filter(pk__in=keys).delete()
            number += len(keys)
        Event.objects.write(Event.What.ERASURE, by, f"Einlesen zurückgenommen, Beiträge: {number}")
    return number
