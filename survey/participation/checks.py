"""Checks of the spool: it should be there, take files, and be the one that a worker drains."""

from typing import Any

from django.conf import settings
from django.core import checks

from ruhrdialog.lib.connection import UNAVAILABLE
from survey.participation import spooled


@checks.register(deploy=True)
def submissions_are_kept_in_an_outage(**_: Any) -> list[checks.CheckMessage]:
    """Without the spool a submission is refused while the database is away."""
    if not settings.SPOOL_DIR:
        return [
            checks.Warning(
                "SPOOL_DIR isn't set: while the database is away, submissions are refused.",
                hint="Name a folder that outlives a restart and that all processes share.",
                id="survey.W001",
            )
        ]
    if not spooled.is_ready():
        return [
            checks.Error(
                "Into the folder of SPOOL_DIR nothing can be written, or its disk is nearly full.",
                hint="Make it, for the portal's user alone (mode 0700).",
                id="survey.E001",
            )
        ]
    return []


@checks.register(checks.Tags.database)
def the_spool_is_the_one_that_is_drained(**options: Any) -> list[checks.Error]:
    """With several machines a submission would else wait where nobody looks."""
    try:
        is_wrong = bool(options.get("databases")) and spooled.is_drained_elsewhere()
    except (OSError, *UNAVAILABLE):
        is_wrong = False  # the other check tells of a folder, and others of an empty database
    if not is_wrong:
        return []
    return [
        checks.Error(
            "The worker drains another folder than the SPOOL_DIR of this process.",
            hint="All machines must share one folder.",
            id="survey.E002",
        )
    ]
