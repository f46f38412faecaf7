"""What the survey says of itself on pages, in previews, pictures and on posters.

All of it knows whether the survey is yet to come, open or over.
"""

from functools import cached_property
from typing import ClassVar

from ruhrdialog.lib.connection import UNAVAILABLE
from survey.participation.models import SurveyPeriod

Phase = SurveyPeriod.Phase


class Words:
    """The words of a page; the period is asked for when one of them needs it."""

    headline: ClassVar[str] = "Was soll im Ruhrgebiet besser werden?"
    effort: ClassVar[str] = "Ohne Anmeldung, etwa drei Minuten."

    @cached_property
    def period(self) -> SurveyPeriod | None:
        """The survey's period; None if nobody knows, as while the database is away at the start."""
        try:
            return SurveyPeriod.objects.current()
        except UNAVAILABLE:
            return None

    @cached_property
    def phase(self) -> str:
        return self.period.phase() if self.period else ""

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def name(self) -> str:
        """What the menu calls it."""
        return "Mitmachen" if self.is_open else "Befragung"

    @property
    def when(self) -> str:
        """Until when it is open, from when on, or that it is over; empty without an end."""
        if not self.period:
            return ""
        if self.phase == Phase.BEFORE:
            return f"Beginnt am {self.period.beginning}"
        if self.phase == Phase.AFTER:
            return "Die Befragung ist beendet"
        if self.period.ends_today:
            return f"Nur noch heute, {self.period.end}"
        return f"Noch bis {self.period.end}" if self.period.end else ""

    @property
    def call(self) -> str:
        """One sentence for previews, pictures and posters: to take part, or what there is now."""
        if self.phase == Phase.BEFORE and self.period:
            return f"Die Befragung beginnt am {self.period.beginning}."
        if self.is_open:
            return f"Jetzt mitmachen! {self.effort}"
        return "Die Befragung ist beendet." if self.phase else ""

    @property
    def summary(self) -> str:
        if self.is_open:
            return f"Sagen Sie, welches Thema Ihnen wichtig ist. {self.effort}"
        return f"20 Themenforen suchen Antworten. {self.call}".strip()
