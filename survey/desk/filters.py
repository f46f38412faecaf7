"""The filters of the review desk."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.contrib import admin
from django.db.models import Exists, Max, Min, OuterRef
from django.http import HttpRequest
from django.utils.formats import date_format

from ruhrdialog.lib.staff import member
from survey.desk.assignments import mine, nobodys
from survey.desk.deadlines import overdue
from survey.desk.pages import number
from survey.figures.counting import counted, sources
from survey.figures.models import Tally
from survey.submissions.answer_drafts import AnswerDraft
from survey.submissions.models import Submission, Tag
from survey.submissions.spam import LINKS, MANY_FROM_ONE_NETWORK, SAME_TEXT, TRAP
from survey.submissions.steps import ANSWERED


def sees_all(request: HttpRequest) -> bool:
    return member(request).has_perm("survey.view_every_submission")


class WorkFilter(admin.SimpleListFilter):
    """What is to be done, or all."""

    is_work = True  # the list shows it above, the others folded
    title = "Arbeit"
    parameter_name = "arbeit"
    queues = {
        "dringend": ("Dringend", "urgent"),
        "ungelesen": ("Ungelesen", "unread"),
        "reaktion": ("Neue Reaktionen", "replied"),
        "antwort": ("Warten auf Antwort", "waiting"),
        "pruefen": ("Bitte prüfen", "to_check"),
        "ohne-forum": ("Ohne Themenforum", "without_forum"),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = [(address, label) for address, (label, _) in self.queues.items()]
        if not sees_all(request):
            names.pop()  # without a Themenforum it is Leitung's
        return [*names, ("weitergegeben", "Von mir weitergegeben"), ("alle", "Alle")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Return what is offered, without Django's "all": that is an address without a filter."""
        return islice(super().choices(changelist), 1, None)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "weitergegeben":
            return queryset.moved_by(member(request))
        if self.value() in self.queues:
            return queryset.queue(self.queues[str(self.value())][1])
        return queryset  # the values of all filters were looked at by the list


class OwnFilter(admin.RelatedFieldListFilter):
    """Themenforen or ministries: of whom somebody sees submissions, no others."""

    own: str  # how they are looked up by the user

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        order = self.field_admin_ordering(field, request, model_admin)
        self.all = sees_all(request)
        limit = {} if self.all else {self.own: member(request).pk}
        return field.get_choices(include_blank=False, ordering=order, limit_choices_to=limit)

    @property
    def include_empty(self) -> bool:
        """Tell whether there is a choice of those without; they are Leitung's."""
        return self.all and bool(self.field.null)

    def has_output(self) -> bool:
        """Take the addresses of the start page also where there is one to choose."""
        return True


class ForumFilter(OwnFilter):
    own = "ministry__members"


class MinistryFilter(OwnFilter):
    own = "members"


class PersonFilter(admin.SimpleListFilter):
    """What is one's own, or nobody's. By colleagues nothing is filtered (LPVG NRW § 72(3))."""

    title = "Vergeben"
    parameter_name = "vergeben"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mir", "Meine"), ("niemandem", "Nicht vergeben")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        user = member(request)
        if self.value() == "mir":
            return queryset.reviewed_by(user).filter(mine(user))
        if self.value() == "niemandem":
            return queryset.reviewed_by(user).filter(nobodys())
        return queryset


class DeadlineFilter(admin.SimpleListFilter):
    title = "Frist"
    parameter_name = "frist"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ueberschritten", "Frist überschritten")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "ueberschritten":
            return queryset.reviewed_by(member(request)).filter(overdue())
        return queryset


class MonthFilter(admin.SimpleListFilter):
    """A month, from the first to the last in which anybody wrote.

    In the place of `date_hierarchy`, which looks for the days of all rows found on every page.
    """

    title = "Monat"
    parameter_name = "monat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        days = Submission.objects.aggregate(first=Min("day"), last=Max("day"))
        if not days["first"]:
            return []
        first, last = (12 * day.year + day.month - 1 for day in (days["first"], days["last"]))
        months = [date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)]
        return [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in dict(self.lookup_choices):
            return queryset
        first = date.fromisoformat(f"{self.value()}-01")
        following = (first + timedelta(days=31)).replace(day=1)
        return queryset.filter(day__gte=first, day__lt=following)


class YesNoFilter(admin.SimpleListFilter):
    """Rows with something, or without it; subclasses say what `found` is."""

    found: Callable[..., Any]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ja", "Ja"), ("nein", "Nein")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in ("ja", "nein"):
            return queryset
        return self.found(queryset, wanted=self.value() == "ja")


class ProposalFilter(YesNoFilter):
    title = "Vorschlag"
    parameter_name = "vorschlag"

    def found(self, queryset: Any, wanted: bool) -> Any:
        return queryset.exclude(proposal="") if wanted else queryset.filter(proposal="")


class AnswerFilter(YesNoFilter):
    """Answered is what has this state, here as in the overview and on the public pages."""

    title = "Beantwortet"
    parameter_name = "beantwortet"

    def found(self, queryset: Any, wanted: bool) -> Any:
        return queryset.filter(state=ANSWERED) if wanted else queryset.exclude(state=ANSWERED)


class DraftFilter(YesNoFilter):
    title = "Entwurf"
    parameter_name = "entwurf"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        more = [("freigabe", "Liegt zur Freigabe"), ("freigegeben", "Freigegeben")]
        return [*super().lookups(request, model_admin), *more]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        drafts = {
            "freigabe": AnswerDraft.objects.waiting(),
            "freigegeben": AnswerDraft.objects.approved(),
        }.get(self.value() or "")
        if drafts is None:
            return super().queryset(request, queryset)
        return queryset.filter(Exists(drafts.filter(submission=OuterRef("pk"))))

    def found(self, queryset: Any, wanted: bool) -> Any:
        drafted = Exists(AnswerDraft.objects.filter(submission=OuterRef("pk")))
        return queryset.filter(drafted if wanted else ~drafted)


class CheckFilter(YesNoFilter):
    title = "Bitte prüfen"
    parameter_name = "auffaellig"
    marks = {"netz": MANY_FROM_ONE_NETWORK, "text": SAME_TEXT, "feld": TRAP, "links": LINKS}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*super().lookups(request, model_admin), *self.marks.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if mark := self.marks.get(self.value() or ""):
            return queryset.exclude(check_reason="").filter(check_reason__contains=mark)
        return super().queryset(request, queryset)

    def found(self, queryset: Any, wanted: bool) -> Any:
        return queryset.exclude(check_reason="") if wanted else queryset.filter(check_reason="")


class CampaignFilter(YesNoFilter):
    """In any campaign, in none, or in the one that a link names."""

    title = "Kampagne"
    parameter_name = "kampagne"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        named = [(str(self.number()), f"Kampagne {self.number()}")] if self.number() else []
        return [*super().lookups(request, model_admin), *named]

    def number(self) -> int:
        return number(self.value())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.number():
            return queryset.filter(campaign=self.number())
        return super().queryset(request, queryset)

    def found(self, queryset: Any, wanted: bool) -> Any:
        return queryset.filter(campaign__isnull=not wanted)


class TagFilter(admin.SimpleListFilter):
    """The tags of submissions that the user may see, no others."""

    title = "Schlagwort"
    parameter_name = "schlagwort"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        given = counted(sources(member(request)), "value", what=Tally.What.TAG)
        tags = Tag.objects.filter(pk__in=[key for (key,) in given])
        rows = tags.values_list("pk", "name", "forum__title")
        return [(str(key), f"{name} ({forum})") for key, name, forum in rows]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        key = number(self.value())
        return queryset.filter(tags=key) if key else queryset
