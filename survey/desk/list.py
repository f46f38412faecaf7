"""The list of the desk: what a filter or a search finds, on paper and as a file too."""

from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from ruhrdialog.lib.events import Event
from ruhrdialog.lib.lists import OfferedList
from ruhrdialog.lib.staff import member
from survey.desk.marks import mark
from survey.desk.pages import Desk, desk_page
from survey.submissions.headlines import MARKED, headlines
from survey.submissions.models import Submission
from survey.submissions.querysets import SubmissionQuerySet
from survey.submissions.rights import leads
from survey.submissions.search import Search, search
from survey.transfer.exporting import as_csv, as_json_lines, as_xlsx
from survey.transfer.models import ExportRecord

PRINTED = 500  # submissions on one print
CHOSEN = "wahl"  # in the address: what was chosen in the selects of the filters
TELL_NOTHING = ("Ja", "Nein", "-")  # choices, without the title of their filter


class Hits:
    """What a search has found, the best first: keys, of which a slice gives the rows.

    So much of a queryset as the list wants of it; only the rows of the shown page are read.
    """

    ordered = True

    def __init__(self, keys: list[Any], wanted: Search, rows: QuerySet[Any]) -> None:
        self.keys, self.wanted, self.rows = keys, wanted, rows

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, part: slice) -> list[Submission]:
        keys = self.keys[part]
        known = self.rows.in_bulk(keys)
        rows = [known[key] for key in keys if key in known]
        texts = (" ".join(row.own_words()) for row in rows)
        for row, headline in zip(rows, headlines(texts, self.wanted), strict=True):
            row.headline = headline
        return rows

    def _clone(self) -> list[Submission]:
        return self[:]


class CappedPaginator(Paginator[Any]):
    """Counts no further than anybody turns pages: exact counts of a million rows take seconds.

    `more` tells whether there are more than `count`.
    """

    most = 10_000
    more = False

    @cached_property
    def count(self) -> int:
        if isinstance(self.object_list, Hits):
            return len(self.object_list)
        rows: Any = self.object_list
        number: int = rows.order_by()[: self.most + 1].count()
        self.more = number > self.most
        return min(number, self.most)


class DeskList(OfferedList):
    """The list, with what a search found on this page; the best hits first, or as was asked for.

    `more` tells whether there are more than it counts.
    """

    filtered: Any
    wanted: Search | None = None
    user: User | None = None
    beside: set[Any] | None = None  # keys of what a note or a tag has

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        """Search as `submissions/search.py` says in what the filters show (`filtered`)."""
        query, self.query = self.query, ""
        rows: Any = super().get_queryset(request, exclude_parameters)
        self.filtered, self.query = rows, query
        if query.strip():
            self.wanted, self.user = self.wanted or search(query), member(request)
            self.beside = rows.beside(self.wanted, self.user)
            rows = rows.matching(self.wanted, beside=self.beside)
        found: QuerySet[Any] = rows
        return found

    def get_results(self, request: HttpRequest) -> None:
        found, more_hits = self.queryset, False
        if self.wanted:
            self.queryset, more_hits = self.hits(self.wanted)
        super().get_results(request)
        self.queryset = found
        self.more = more_hits or self.paginator.more
        mark(self.result_list, member(request))

    @property
    def tells(self) -> bool:
        """Whether there is a word in the search that can be looked for."""
        return bool(self.wanted and self.wanted.words)

    def meant(self) -> str:
        """Return what may have been meant by a search that has found nothing."""
        if not self.wanted or self.result_count:
            return ""
        meant: str = self.filtered.meant(self.query, self.wanted)
        return meant

    def hits(self, wanted: Search) -> tuple[Hits, bool]:
        """Return what a search has found, and whether there is more."""
        keys, more = self.hit_keys(wanted, self.filtered)
        return Hits(keys, wanted, self.apply_select_related(Submission.objects.all())), more

    def hit_keys(self, wanted: Search, rows: Any) -> tuple[list[Any], bool]:
        """Return the keys of what a search has found in rows, and whether there is more."""
        known = self.beside if rows is self.filtered else None
        keys, more = rows.best_hits(wanted, self.user, beside=known)
        if ORDER_VAR in self.params:
            keys = list(rows.filter(pk__in=keys).values_list("pk", flat=True))
        return keys, more

    def get_ordering_field_columns(self) -> dict[int, Any]:
        """Return the columns by which the list is ordered: of hits only what was asked for."""
        best_first = self.query.strip() and ORDER_VAR not in self.params
        return {} if best_first else super().get_ordering_field_columns()

    # What was chosen, and what can be

    def name(self) -> str:
        """Return what was chosen, and what was searched for."""
        words = truncatechars(self.query.strip(), 40)
        return f"{self.heading('')}, Suche: {words}".removeprefix(", ") if words else self.heading()

    def heading(self, else_: str = "Alle") -> str:
        """Return what was chosen."""
        return ", ".join(filter(None, map(self.chosen, self.filter_specs))) or else_

    def chosen(self, spec: Any) -> str:
        """Return what was chosen of a filter; nothing if it was not asked."""
        if not self.some(self.filter_params, spec.expected_parameters()):
            return ""
        display = self.choice(spec)
        if not display or display in TELL_NOTHING:
            return f"{spec.title}: {display}".removesuffix(": ")
        return display

    def choice(self, spec: Any) -> str:
        displays = (str(each["display"]) for each in spec.choices(self) if each["selected"])
        return next(displays, "")

    @cached_property
    def queues(self) -> list[Any]:
        """Return the choices of the work, which stand above the list."""
        return [
            choice for spec in self.filter_specs if is_work(spec) for choice in spec.choices(self)
        ]

    @cached_property
    def selects(self) -> list[tuple[Any, list[tuple[str, Any, Any]]]]:
        """Return the other filters: title, and of each choice what it adds to the address."""
        return [
            (
                spec.title,
                [
                    (self.part_of(spec, each), each["display"], each["selected"])
                    for each in spec.choices(self)
                ],
            )
            for spec, _ in self.folded()
        ]

    def part_of(self, spec: Any, choice: Any) -> str:
        query = dict(parse_qsl(str(choice["query_string"]).removeprefix("?")))
        return urlencode(self.some(query, spec.expected_parameters()))

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """Return what was chosen of these, each with the address of the list without it."""
        return [
            (self.chip(spec), self.get_query_string(remove=names))
            for spec, names in self.folded()
            if self.some(self.filter_params, names)
        ]

    def folded(self) -> list[tuple[Any, list[str]]]:
        """Return the filters that stand in a form, with the parameters of each."""
        specs = (spec for spec in self.filter_specs if not is_work(spec))
        return [(spec, list(filter(None, spec.expected_parameters()))) for spec in specs]

    def chip(self, spec: Any) -> str:
        return f"{spec.title}: {self.choice(spec) or 'eigene Auswahl'}"

    def without_chips(self) -> str:
        return self.get_query_string(remove=[each for _, names in self.folded() for each in names])


def is_work(spec: Any) -> bool:
    return bool(getattr(spec, "is_work", False))


def with_choices(query: QueryDict) -> str:
    """Return the query of a list for what was chosen in its selects: a part of the address each."""
    plain = query.copy()
    for part in plain.pop(CHOSEN):
        plain.update(QueryDict(str(part)))
    return urlencode([(name, value) for name, value in plain.items() if value])


def marked(headline: str) -> SafeString:
    """Return what a search has found, with the words marked."""
    start, stop = MARKED
    return mark_safe(  # noqa: S308 - escaped in this very line
        escape(headline).replace(start, "<mark>").replace(stop, "</mark>")
    )


def found(request: HttpRequest, desk: Desk) -> SubmissionQuerySet:
    """Return all that the filter of the address finds. Raises PermissionDenied, NotOfferedError."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    rows: Any = desk.get_changelist_instance(request).get_queryset(request)
    return cast("SubmissionQuerySet", rows)


def left_out(request: HttpRequest, rows: SubmissionQuerySet) -> str:
    """Say how much of some rows is urgent, so that nobody but Leitung takes it along."""
    number = 0 if leads(member(request)) else rows.filter(urgent=True).order_by().count()
    return f"Dringend und deshalb nur für die Leitung, hier nicht dabei: {number}." * bool(number)


@require_safe
def print_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what the filter finds with its full texts, made for paper."""
    every = found(request, desk)
    rows = every.to_take_along(member(request))
    return desk_page(
        desk,
        request,
        "print",
        "Beiträge zum Drucken",
        submissions=rows[:PRINTED],
        number=rows.count(),
        printed=PRINTED,
        left_out=left_out(request, every),
    )


def without_words(filters: QueryDict) -> str:
    """Return what an export was filtered by, but not what was searched: that may be a name."""
    kept = filters.copy()
    if SEARCH_VAR in kept:
        kept[SEARCH_VAR] = "..."
    return kept.urlencode()[:1000]


@require_POST
def export(request: HttpRequest, kind: str, desk: Desk) -> StreamingHttpResponse | FileResponse:
    """Give what the filter finds, and write down who took it along."""
    every = found(request, desk)
    rows = every.to_take_along(member(request))
    if words := left_out(request, every):
        messages.warning(request, words)  # on the next page
    if kind not in ExportRecord.Format.values:
        raise PermissionDenied
    number = rows.count()
    ExportRecord.objects.create(
        by=member(request), format=kind, filter=without_words(request.GET), number=number
    )
    Event.objects.write(Event.What.EXPORT, member(request), f"{kind}: {number}")
    name = f"beitraege-{timezone.localdate()}.{kind}"
    if kind == ExportRecord.Format.XLSX:
        return FileResponse(as_xlsx(rows), as_attachment=True, filename=name)
    lines, content_type = {
        ExportRecord.Format.CSV: (as_csv, "text/csv; charset=utf-8"),
        ExportRecord.Format.JSON_LINES: (as_json_lines, "application/jsonl; charset=utf-8"),
    }[ExportRecord.Format(kind)]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines(rows), content_type=content_type, headers=headers)
