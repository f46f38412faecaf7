"""Deletes what has outlived its time by the rules of the table of stored data."""

import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from survey.upkeep.models import Mark
from survey.upkeep.stored_data import STORED_DATA

logger = logging.getLogger(__name__)

PORTION = 1000  # rows with all that goes with them, in one transaction


def delete_outdated() -> Counter[str]:
    """Delete what has outlived its time; return the number of rows for each model.

    In the table's order: what goes with the last submission stands below the submissions. A second
    run finds nothing. The log says how many, never which.
    """
    now = timezone.now()
    counts: Counter[str] = Counter()
    for kind in STORED_DATA:
        for rule in kind.rules:
            deleted = delete(kind.rows().filter(rule.outdated(now)), rule.before)
            for label, number in deleted.items():
                logger.info("Deleted: %s rows of %s (%s)", number, label, rule.words)
            counts.update(deleted)
    Mark.objects.ended_now(Mark.Name.RETENTION)
    return counts


def delete(
    rows: models.QuerySet[Any], before: Callable[[list[Any]], None] | None = None
) -> Counter[str]:
    """Delete rows in portions, however many there are; return their number for each model."""
    counts: Counter[str] = Counter()
    while True:
        with transaction.atomic():
            # Locked, so that an address that is confirmed at this moment isn't deleted.
            locked = rows.order_by().select_for_update(no_key=True)
            keys = list(locked.values_list("pk", flat=True)[:PORTION])
            if before:
                before(keys)
            counts.update(rows.model._base_manager.filter(pk__in=keys).delete()[1])
        if len(keys) < PORTION:
            return +counts  # without zeros
