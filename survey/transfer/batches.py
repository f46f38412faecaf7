"""Imports that can be taken back: it was the wrong file, or the wrong topic for all its rows.

A batch is the event of an import, whose key stands at each submission that it brought; it can be
taken back as long as that event is kept. What somebody has worked on since stays.
"""

from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count

from ruhrdialog.lib.events import Event
from survey.submissions.models import Submission
from survey.submissions.querysets import SubmissionQuerySet
from survey.submissions.steps import COUNTED, RECEIVED
from survey.transfer.importing import CHUNK, take_turn

NEWEST = 10  # are shown


class Batch(NamedTuple):
    event: Event
    number: int  # of submissions that are left
    untouched: int  # of them

    @property
    def touched(self) -> int:
        return self.number - self.untouched


def imported(event: Event) -> SubmissionQuerySet:
    return Submission.objects.filter(batch=event.pk)


def untouched(submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    """Return those that nobody has dealt with."""
    new = submissions.filter(state__in=(str(RECEIVED), str(COUNTED)))
    return new.filter(steps=None, notes=None, tags=None)


def newest_batches() -> list[Batch]:
    """Return the last imports of which something is left to take back, the newest first."""
    events = list(Event.objects.filter(what=Event.What.IMPORT)[:NEWEST])
    every = Submission.objects.filter(batch__in=[event.pk for event in events]).order_by()
    left, new = (
        dict(rows.values_list("batch").annotate(Count("pk"))) for rows in (every, untouched(every))
    )
    batches = (Batch(event, left.get(event.pk, 0), new.get(event.pk, 0)) for event in events)
    return [batch for batch in batches if batch.untouched]


def batch_of(key: int) -> Batch | None:
    """Return the import of an event, if something of it is left to take back."""
    event = Event.objects.filter(pk=key, what=Event.What.IMPORT).first()
    if not event:
        return None
    rows = imported(event)
    batch = Batch(event, rows.count(), untouched(rows).count())
    return batch if batch.untouched else None


def take_back(event: Event, by: User) -> int:
    """Delete what an import brought and nobody has dealt with; return how many.

    No trace is left: the same rows can be imported anew. Raises UnreadableError.
    """
    number = 0
    with transaction.atomic():
        take_turn()
        # Locked, so that nobody begins to deal with one meanwhile.
        rows = untouched(imported(event)).order_by().select_for_update(of=("self",))
        while keys := list(rows.values_list("pk", flat=True)[:CHUNK]):
            Submission.objects.filter(pk__in=keys).delete()
            number += len(keys)
        Event.objects.write(Event.What.ERASURE, by, f"Einlesen zurückgenommen, Beiträge: {number}")
    return number
