"""The way from one submission to the next: through the list that was opened, or the own work.

Django carries the address of a list along, as `_changelist_filters`. Nothing else is remembered:
the neighbours are looked up from where a submission stands, also when a step has taken it out of
the list.
"""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from ruhrdialog.lib.staff import member
from survey.desk.claims import Claim
from survey.desk.list import CappedPaginator, DeskList
from survey.desk.pages import Desk
from survey.submissions.models import Submission
from survey.submissions.querysets import Place, SubmissionQuerySet

FILTERS = "_changelist_filters"
MOST = CappedPaginator.most  # nobody opens a submission from further behind in a list
SOME = 500  # keys are read first, a tenth of the work; half of them may stand before a submission
BY_DAY = ["day", "reference"]


class WalkedList(DeskList):
    """The list of which the page of a submission has the address; none of its pages is read."""

    def get_filters(self, request: HttpRequest) -> Any:
        """Ask only the filters that the address names: each looks up what it offers."""
        self.add_facets = False
        self.list_filter = [each for each in self.list_filter if self.names(each)]
        return super().get_filters(request)

    def names(self, list_filter: Any) -> bool:
        """Tell whether the address has a parameter of a filter, by its class or its field."""
        name: Any = list_filter[0] if isinstance(list_filter, tuple) else list_filter
        beginning = getattr(name, "parameter_name", name)
        return any(name.startswith(beginning) for name in self.params)

    def get_results(self, request: HttpRequest) -> None:
        """Leave the pages alone."""

    @property
    def is_by_day(self) -> bool:
        order = list(dict.fromkeys(self.queryset.query.order_by))
        return self.wanted is None and order == BY_DAY

    def keys(self, rows: SubmissionQuerySet, around: UUID) -> tuple[list[UUID], bool]:
        """Return the first keys of rows in the order of the list, and whether there are more."""
        if self.wanted:
            keys, more = self.hit_keys(self.wanted, rows)
            return list(dict.fromkeys(keys)), more
        keys = self.first_keys(rows, SOME)
        if len(keys) <= SOME or around in keys[: SOME // 2]:
            return keys[:SOME], len(keys) > SOME
        keys = self.first_keys(rows, MOST)
        return keys[:MOST], len(keys) > MOST

    @staticmethod
    def first_keys(rows: SubmissionQuerySet, most: int) -> list[UUID]:
        """Return keys, one more than asked for if there is one, each once."""
        return list(dict.fromkeys(rows.values_list("pk", flat=True)[: most + 1]))

    def page_with(self, place: Place | None) -> str:
        """Return the address of the page on which a submission stands, or would stand."""
        number = 1
        if place:
            last = max(min(place.total, MOST) - 1, 0)
            number += min(place.before, last) // self.model_admin.list_per_page
        query = self.get_query_string({PAGE_VAR: number} if number > 1 else {})
        return reverse("admin:survey_submission_changelist") + query


class Walk:
    """Where a submission stands in some rows, in order of waiting, and what stands beside it.

    `claimed` is who else has which submissions open: they are passed by on the way forward.
    """

    def __init__(
        self,
        rows: SubmissionQuerySet,
        submission: Submission,
        claimed: dict[UUID, User],
        opened: WalkedList | None = None,
    ) -> None:
        self.rows, self.submission, self.opened = rows, submission, opened
        self.claimed = claimed

    def neighbour(self, *, forward: bool) -> UUID | None:
        rows = self.rows.exclude(pk__in=self.claimed) if forward and self.claimed else self.rows
        found = rows.neighbour(self.submission, forward=forward)
        return found.pk if found else None

    def following(self) -> UUID | None:
        """Return the one that comes next, when a step has been taken."""
        return self.neighbour(forward=True)

    def passes_by(self) -> bool:
        """Tell whether something comes next that somebody else has open."""
        open_elsewhere = self.rows.filter(pk__in=self.claimed)
        return bool(self.claimed and open_elsewhere.neighbour(self.submission, forward=True))

    def holds(self) -> bool:
        """Tell whether the submission is in the list, when a step has been taken."""
        return self.rows.filter(pk=self.submission.pk).exists()

    @cached_property
    def place(self) -> Place | None:
        return self.rows.place(self.submission, MOST) if self.opened else None

    def address(self, key: UUID) -> str:
        """Return the address of a submission, in the same list."""
        page = reverse("admin:survey_submission_change", args=[key])
        return f"{page}?{self.opened.carried}" if self.opened else page

    def back(self, beside: UUID | None = None) -> str:
        """Return the address of the list where the submission stands in it; else one beside."""
        if self.opened is None:
            return reverse("admin:survey_submission_changelist")
        shown = self.submission.pk if self.place and self.place.here else beside
        page = self.opened.page_with(self.place)
        return f"{page}#beitrag-{shown}" if shown else page


class WalkByKeys(Walk):
    """The same in another order than that of waiting, by the first keys of the list.

    They are those before a step. A submission that isn't among them, since it has left the list,
    keeps the place that it would have.
    """

    def __init__(
        self,
        rows: SubmissionQuerySet,
        submission: Submission,
        claimed: dict[UUID, User],
        opened: WalkedList,
    ) -> None:
        super().__init__(rows, submission, claimed, opened)
        self.keys, more = opened.keys(rows, submission.pk)
        total, here = len(self.keys), submission.pk in self.keys
        if not here:
            one = Submission.objects.filter(pk=submission.pk).order_by()
            self.keys, more = opened.keys(rows | one, submission.pk)
        self.index = self.keys.index(submission.pk) if submission.pk in self.keys else None
        self.known = None if self.index is None else Place(self.index, total, here, more)

    @cached_property
    def place(self) -> Place | None:
        return self.known

    def neighbour(self, *, forward: bool) -> UUID | None:
        if self.index is None:
            return None
        if forward:
            later = self.keys[self.index + 1 :]
            return next((key for key in later if key not in self.claimed), None)
        return next(iter(self.keys[: self.index][::-1]), None)

    def following(self) -> UUID | None:
        return next((key for key in self.kept() if key not in self.claimed), None)

    def passes_by(self) -> bool:
        return any(key in self.claimed for key in self.kept())

    def kept(self) -> list[UUID]:
        """Return what comes next and is still in the list."""
        if self.index is None:
            return []
        later = self.keys[self.index + 1 :]
        kept = set(self.rows.filter(pk__in=later).values_list("pk", flat=True))
        return [key for key in later if key in kept]


def walk(request: HttpRequest, desk: Desk, submission: Submission) -> Walk:
    """Return the way through the opened list; without one, through the own unread ones."""
    opened, user = opened_list(request, desk), member(request)
    claimed = Claim.objects.of_others(user)
    if opened is None:
        unread = Submission.objects.reviewed_by(user).queue("unread")
        return Walk(unread, submission, claimed)
    kind = Walk if opened.is_by_day else WalkByKeys
    return kind(opened.filtered, submission, claimed, opened)


def opened_list(request: HttpRequest, desk: Desk) -> WalkedList | None:
    """Return the list that the address names; None without one, and for one that isn't offered."""
    filters = desk.get_preserved_filters(request)
    if not filters:
        return None
    listed: Any = copy(request)
    try:
        listed.GET = QueryDict(request.GET[FILTERS])
        opened: Any = desk.get_changelist_instance(listed)
    except (BadRequest, SuspiciousOperation):
        return None
    opened.carried = filters
    found: WalkedList = opened
    return found
