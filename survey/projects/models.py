"""Projects of the Ruhr-Konferenz: what stands in them is dated, and what once stood stays readable.

A state is a row with its day, never changed and never deleted; it can't be dated before the last
one. Of all else `ProjectChange` keeps what was written before. So a report for a day says the same
whenever it is read; what becomes known late stands in the reports of the days since it was entered.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format

from forums.models import Forum, Ministry

MAX_LINE = 200
MAX_DESCRIPTION = 1000


class Field(models.TextChoices):
    """The five fields of action on which the cabinet decided in November 2019."""

    MOBILITY = "mobility", "Vernetzte Mobilität – kurze Wege"
    ECONOMY = "economy", "Erfolgreiche Wirtschaft – gute Arbeit"
    COMMUNITY = "community", "Gelebte Vielfalt – starker Zusammenhalt"
    ENERGY = "energy", "Sichere Energie – gesunde Umwelt"
    EDUCATION = "education", "Beste Bildung – exzellente Forschung"


class State(models.TextChoices):
    PROPOSED = "proposed", "vorgeschlagen"
    REVIEWED = "reviewed", "wird geprüft"
    DECIDED = "decided", "beschlossen"
    RUNNING = "running", "läuft"
    DONE = "done", "abgeschlossen"
    PERMANENT = "permanent", "dauerhaft"
    DROPPED = "dropped", "nicht weiterverfolgt"


class ProjectQuerySet(models.QuerySet["Project"]):
    def released(self) -> "ProjectQuerySet":
        """Return what the public may see: every page, list and count begins here."""
        return self.filter(released_on__isnull=False, taken_back_on=None)

    def with_states(self) -> "ProjectQuerySet":
        rows = self.select_related("ministry")
        return rows.prefetch_related("states", "forums", "milestones", "changes")


class Project(models.Model):
    """Nothing of it is public before Leitung releases it."""

    title = models.CharField("Titel", max_length=MAX_LINE)
    slug = models.SlugField(
        "Adresse", unique=True, help_text="Bleibt, wie sie ist: Links zeigen darauf."
    )
    description = models.CharField(
        "Kurzbeschreibung", max_length=MAX_DESCRIPTION, help_text="Zwei bis vier kurze Sätze."
    )
    field = models.CharField("Handlungsfeld", max_length=20, choices=Field)
    ministry = models.ForeignKey(
        Ministry,
        verbose_name="Verantwortliches Ministerium",
        on_delete=models.PROTECT,
        related_name="projects",
    )
    forums: "models.ManyToManyField[Forum, Any]" = models.ManyToManyField(
        Forum, verbose_name="Themenforen", related_name="projects", blank=True
    )
    amount = models.PositiveBigIntegerField(
        "Geld in Euro",
        null=True,
        blank=True,
        help_text="Nur, was veröffentlicht ist; mit Quelle und Tag.",
    )
    amount_source = models.CharField("Quelle des Betrags", max_length=MAX_LINE, blank=True)
    amount_on = models.DateField("Tag der Quelle", null=True, blank=True)
    released_on = models.DateField("Freigegeben am", null=True, blank=True, editable=False)
    taken_back_on = models.DateField("Zurückgenommen am", null=True, blank=True, editable=False)
    is_sample = models.BooleanField("Beispiel", default=False, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "Projekt"
        verbose_name_plural = "Projekte"
        ordering = ["title", "pk"]
        permissions = [("release_project", "Kann Projekte freigeben")]
        constraints = [
            models.CheckConstraint(
                name="project_money_with_source",
                condition=Q(amount=None, amount_source="", amount_on=None)
                | (Q(amount__isnull=False, amount_on__isnull=False) & ~Q(amount_source="")),
                violation_error_message="Ein Betrag steht nie ohne seine Quelle und deren Tag.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("survey:project", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.released_on is not None and self.taken_back_on is None

    def release(self, today: date | None = None) -> bool:
        """Make it public; return False if it is already, or has no state yet.

        The day of the first release stays: what was public is remembered from then on.
        """
        first = self.released_on or today or timezone.localdate()
        with_state = Project.objects.filter(pk=self.pk, states__isnull=False)
        waiting = Project.objects.filter(pk__in=with_state).exclude(
            pk__in=Project.objects.released()
        )
        if not waiting.update(released_on=first, taken_back_on=None):
            return False
        self.released_on, self.taken_back_on = first, None
        return True

    def take_back(self) -> bool:
        """Take it off the public pages; return False if it wasn't there."""
        today = timezone.localdate()
        if not Project.objects.released().filter(pk=self.pk).update(taken_back_on=today):
            return False
        self.taken_back_on = today
        return True

    def state_on(self, day: date) -> "ProjectState | None":
        """Return the state that a report for a day names."""
        return last(state for state in self.states.all() if self.reported_from(state) <= day)

    def reported_from(self, state: "ProjectState") -> date:
        """Return from when on reports name a state: none that was public says another one later."""
        late = self.released_on is not None and state.entered_on > self.released_on
        return max(state.since, state.entered_on) if late else state.since

    @property
    def state(self) -> "ProjectState | None":
        return self.state_on(date.max)

    @property
    def money(self) -> str:
        """The amount with its source and day, as one text; empty without."""
        if self.amount is None or self.amount_on is None:
            return ""
        amount = number_format(self.amount, force_grouping=True)
        return f"{amount} Euro (Quelle: {self.amount_source}, {date_format(self.amount_on)})"

    def words(self) -> dict[str, str]:
        """Return all that can be changed, as it stands on the page."""
        return {
            "title": self.title,
            "description": self.description,
            "field": self.get_field_display(),
            "ministry": str(self.ministry),
            "forums": ", ".join(map(str, self.forums.all())),
            "money": self.money,
            "milestones": "; ".join(map(str, self.milestones.all())),
        }

    def remember(self, before: dict[str, str]) -> None:
        """Keep what stood on the public page before it was changed.

        What was written while it was taken back was on no page: only the last of it is kept.
        """
        if self.released_on is None:
            return
        after = Project.objects.with_states().get(pk=self.pk).words()
        for name, former in before.items():
            if former == after[name]:
                continue
            rows = self.changes.filter(name=name, day__gte=self.taken_back_on or date.max)
            if not rows.update(after=after[name]):
                self.changes.create(name=name, before=former, after=after[name])

    def words_on(self, day: date) -> dict[str, str]:
        """Return what stood on the page at the end of a day: later changes are taken back."""
        words = self.words()
        for change in reversed(self.changes.all()):
            if change.day > day:
                words[change.name] = change.before
        return words


def last(states: Iterable["ProjectState"]) -> "ProjectState | None":
    found = None
    for state in states:
        found = state
    return found


class ProjectState(models.Model):
    """One state from one day on. The row stays as it is; what follows is another row."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="states")
    state = models.CharField("Stand", max_length=20, choices=State)
    since = models.DateField("Seit")
    reason = models.CharField(
        "Grund („weil …“)",
        max_length=300,
        blank=True,
    )
    entered_on = models.DateField("Eingetragen am", default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = "Stand"
        verbose_name_plural = "Stände"
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="project_state_known",
                condition=Q(
                    state__in=[
                        *("proposed", "reviewed", "decided", "running"),
                        *("done", "permanent", "dropped"),
                    ]
                ),
                violation_error_message="Diesen Stand gibt es nicht.",
            ),
            models.CheckConstraint(
                name="project_dropped_for_a_reason",
                condition=~Q(state="dropped") | ~Q(reason=""),
                violation_error_message="Bitte nennen Sie den Grund: „weil …“.",
            ),
        ]

    def __str__(self) -> str:
        label = self.get_state_display()
        return f"{label}, weil {self.reason}" if self.state == State.DROPPED else label

    def clean(self) -> None:
        """Refuse a day that would change what was reported of the past."""
        if self.since is None:
            return
        if self.since > timezone.localdate():
            raise ValidationError({"since": "Der Tag liegt in der Zukunft."})
        former = ProjectState.objects.filter(project_id=self.project_id).last()
        if former and self._state.adding and self.since < former.since:
            raise ValidationError(
                {
                    "since": "Der letzte Stand gilt seit dem "
                    f"{date_format(former.since)}. Ein neuer kann nicht davor beginnen."
                }
            )

    @property
    def is_current(self) -> bool:
        """Tell whether something goes on in it, which the chart shows in gold."""
        return self.state not in (State.DONE, State.DROPPED)


class Milestone(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField("Meilenstein", max_length=MAX_LINE)
    planned_on = models.DateField("Geplant für")
    reached_on = models.DateField("Erreicht am", null=True, blank=True)

    class Meta:
        verbose_name = "Meilenstein"
        verbose_name_plural = "Meilensteine"
        ordering = ["planned_on", "pk"]

    def __str__(self) -> str:
        reached = f", erreicht am {date_format(self.reached_on)}" if self.reached_on else ""
        return f"{self.title}: geplant für {date_format(self.planned_on)}{reached}"


class ProjectChange(models.Model):
    """What stood on the page of a released project until a day, and what stands there since."""

    LABELS = {
        "title": "Titel",
        "description": "Kurzbeschreibung",
        "field": "Handlungsfeld",
        "ministry": "Verantwortliches Ministerium",
        "forums": "Themenforen",
        "money": "Geld",
        "milestones": "Meilensteine",
    }

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="changes")
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    name = models.CharField("Was", max_length=20)
    before = models.TextField("Vorher", blank=True)
    after = models.TextField("Nachher", blank=True)

    class Meta:
        verbose_name = "Änderung"
        verbose_name_plural = "Änderungen"
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.label} geändert am {date_format(self.day)}"

    @property
    def label(self) -> str:
        return self.LABELS[self.name]
