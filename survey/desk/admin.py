"""The review desk: what citizens wrote, to read, hand over, answer. No e-mail address is here."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from survey.alike.similarity import Similar, similar_to
from survey.desk.filters import (
    AnswerFilter,
    CampaignFilter,
    CheckFilter,
    MonthFilter,
    ProposalFilter,
    TagFilter,
    WorkFilter,
)
from survey.desk.forms import (
    AnswerForm,
    NoteForm,
    NotPursueForm,
    QuestionForm,
    ReassignForm,
    StepForm,
    TagForm,
)
from survey.desk.models import AnswerTemplate
from survey.desk.recording import import_page, record_page
from survey.submissions.history import ReviewStep
from survey.submissions.models import StateError, Submission, Tag
from survey.submissions.querysets import MARKED
from survey.transfer.exporting import as_csv, as_json_lines, as_xlsx
from survey.transfer.models import ExportRecord

PRINTED = 500  # submissions on one print
Verb = ReviewStep.Verb


class CappedPaginator(Paginator):
    """Counts no further than anybody turns pages: exact counts of a million rows take seconds.

    `more` tells whether there are more than `count`.
    """

    most = 10_000
    more = False

    @cached_property
    def count(self) -> int:
        number = self.object_list.order_by()[: self.most + 1].count()
        self.more = number > self.most
        return min(number, self.most)


class DeskList(ChangeList):
    """The list, with what a search found on this page; the best hits first, or as was asked for.

    `more` tells whether there are more than it counts.
    """

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str] | None = None
    ) -> QuerySet[Submission]:
        """Search as `survey/search.py` says in what the filters show (`filtered`)."""
        query, self.query = self.query, ""
        self.filtered = super().get_queryset(request, exclude_parameters)
        self.query = query
        return self.filtered.matching(query) if query.strip() else self.filtered

    def get_results(self, request: HttpRequest) -> None:
        if self.query.strip():
            self.get_hits()
        else:
            super().get_results(request)
            self.more = self.paginator.more

    def get_ordering_field_columns(self) -> dict[int, str]:
        """Return the columns by which the list is ordered: of hits only what was asked for."""
        best_first = self.query.strip() and ORDER_VAR not in self.params
        return {} if best_first else super().get_ordering_field_columns()

    def get_hits(self) -> None:
        """Set what the inherited method sets; only the rows of this page are read."""
        keys, self.more = self.filtered.best_hits(self.query)
        if ORDER_VAR in self.params:
            keys = list(self.filtered.filter(pk__in=keys).values_list("pk", flat=True))
        self.paginator = Paginator(keys, self.list_per_page)
        self.result_count, self.full_result_count = len(keys), None
        self.show_full_result_count, self.show_admin_actions = False, True
        self.can_show_all = self.result_count <= self.list_max_show_all
        self.multi_page = self.result_count > self.list_per_page
        if self.multi_page and not (self.show_all and self.can_show_all):
            try:
                keys = self.paginator.page(self.page_num).object_list
            except InvalidPage as error:
                raise IncorrectLookupParameters from error
        rows = self.apply_select_related(Submission.objects.all()).in_bulk(keys)
        headlines = Submission.objects.filter(pk__in=keys).headlines(self.query)
        for key, row in rows.items():
            row.headline = headlines.get(key, "")
        self.result_list = [rows[key] for key in keys if key in rows]


class Step(NamedTuple):
    """A button of the desk: what it is called, its key, its form, and what it does."""

    verb: Verb | None  # None: possible in every state
    label: str
    key: str
    form: type[StepForm]
    do: Callable[[Submission, dict[str, Any], Any], None]


STEPS = {
    "read": Step(
        Verb.READ, "Gelesen und weiter", "g", StepForm, lambda row, data, user: row.mark_read(user)
    ),
    "hand_over": Step(
        Verb.HANDED_OVER,
        "An die Arbeit des Themenforums geben",
        "f",
        StepForm,
        lambda row, data, user: row.hand_over(user),
    ),
    "release": Step(
        Verb.RELEASED, "In Ordnung", "o", StepForm, lambda row, data, user: row.release(user)
    ),
    "reopen": Step(
        Verb.REOPENED, "Wieder aufnehmen", "u", StepForm, lambda row, data, user: row.reopen(user)
    ),
    "sort_out": Step(
        Verb.SORTED_OUT,
        "Werbung oder Missbrauch",
        "x",
        StepForm,
        lambda row, data, user: row.sort_out(user),
    ),
    "answer": Step(
        Verb.ANSWERED,
        "Antworten",
        "a",
        AnswerForm,
        lambda row, data, user: row.answer(data["text"], user),
    ),
    "ask_back": Step(
        Verb.ASKED_BACK,
        "Zurückfragen",
        "r",
        QuestionForm,
        lambda row, data, user: row.ask_back(data["text"], user),
    ),
    "reassign": Step(
        Verb.REASSIGNED,
        "An ein anderes Themenforum geben",
        "w",
        ReassignForm,
        lambda row, data, user: row.reassign(data["forum"], data["text"], user),
    ),
    "not_pursue": Step(
        Verb.NOT_PURSUED,
        "Nicht weiterverfolgen",
        "e",
        NotPursueForm,
        lambda row, data, user: row.not_pursue(data["text"], user),
    ),
    "note": Step(
        None,
        "Notiz schreiben",
        "i",
        NoteForm,
        lambda row, data, user: row.notes.create(text=data["text"], by=user),
    ),
    "tag": Step(
        None, "Schlagwort geben", "s", TagForm, lambda row, data, user: row.add_tag(data["text"])
    ),
}


# What can be done with many at once; the dots say that words are asked for first.
MANY = {
    "read": "Gelesen",
    "answer": "Antworten …",
    "hand_over": "An die Arbeit des Themenforums geben",
    "reassign": "An ein anderes Themenforum geben …",
    "not_pursue": "Nicht weiterverfolgen …",
    "sort_out": "Werbung oder Missbrauch",
    "tag": "Schlagwort geben …",
}
MANY_ASKED = "asked"  # in a POST: the page that asks for the words was shown
MOST_AT_ONCE = 1000  # submissions of one action: they take seconds
READY_TEXTS = ("answer", "ask_back", "not_pursue")  # the steps for which there are ready texts


def many(name: str, label: str) -> Callable[..., HttpResponse | None]:
    """Return the action of the list that takes a step with many submissions."""

    @admin.action(description=label)
    def act(desk: "SubmissionAdmin", request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return desk.do_many(request, rows, name)

    act.__name__ = f"{name}_many"
    return act


@admin.register(Submission)
class SubmissionAdmin(admin.ModelAdmin):
    list_display = ["shown_reference", "day", "shown_topic", "state", "beginning"]
    list_filter = [
        WorkFilter,
        "assigned_forum",
        "assigned_forum__ministry",
        "state",
        "day",
        MonthFilter,
        "source",
        ProposalFilter,
        AnswerFilter,
        CheckFilter,
        "publication_consent",
        CampaignFilter,
        TagFilter,
    ]
    list_select_related = ["forum", "assigned_forum"]
    list_per_page = 50
    ordering = ["day", "reference"]  # who waits longest comes first
    search_fields = ["reference"]  # that there is a search; which one says DeskList
    search_help_text = (
        "Beitragsnummer oder Wörter. „Wörter in Anführungszeichen“ stehen nebeneinander, "
        "-Wort darf nicht vorkommen."
    )
    paginator = CappedPaginator
    show_full_result_count = False
    change_list_template = "admin/survey/submission/list.html"
    actions = [many(name, label) for name, label in MANY.items()]

    class Media:
        css = {"all": ["css/desk.css"]}
        js = ["js/desk.js"]

    # Who sees what

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return super().get_queryset(request).visible_to(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        return request.user.has_perm("survey.erase_submission")

    def delete_model(self, request: HttpRequest, obj: Submission) -> None:
        obj.withdraw()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        for submission in queryset:
            submission.withdraw()

    # The list

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Begin with what is unread, unless something else is asked for."""
        if request.method == "GET" and not request.GET:
            return redirect(f"{request.path}?arbeit=ungelesen")
        extra = {
            "title": "Beiträge",
            "filter": request.GET.urlencode(),
            "formats": ExportRecord.Format.choices,
            **(extra_context or {}),
        }
        return super().changelist_view(request, extra)

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return DeskList

    def action_checkbox(self, submission: Submission) -> SafeString:
        """Return what the inherited method does, without a template for each row."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" '
            'aria-label="{} auswählen">',
            *(ACTION_CHECKBOX_NAME, submission.pk, submission),
        )

    @admin.display(description="Beitragsnummer", ordering="reference")
    def shown_reference(self, submission: Submission) -> str:
        return submission.shown_reference

    @admin.display(description="Thema", ordering="forum__title")
    def shown_topic(self, submission: Submission) -> str:
        if submission.assigned_forum and submission.assigned_forum != submission.forum:
            return f"{submission.topic} → {submission.assigned_forum}"
        return submission.topic

    @admin.display(description="Beginn des Textes")
    def beginning(self, submission: Submission) -> str:
        if headline := getattr(submission, "headline", ""):
            return marked(headline)
        return truncatechars(submission.proposal or submission.reason, 100)

    def print_list(self, request: HttpRequest) -> HttpResponse:
        """Show what the filter finds with its full texts, made for paper."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request)
        page = {
            **self.admin_site.each_context(request),
            "title": "Beiträge zum Drucken",
            "submissions": rows[:PRINTED],
            "number": rows.count(),
            "printed": PRINTED,
        }
        return render(request, "admin/survey/submission/print.html", page)

    def export(self, request: HttpRequest, kind: str) -> StreamingHttpResponse | FileResponse:
        """Give what the filter finds, and write down who took it along."""
        if not self.has_view_permission(request) or kind not in ExportRecord.Format.values:
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request)
        ExportRecord.objects.create(
            by=request.user, format=kind, filter=request.GET.urlencode()[:1000], number=rows.count()
        )
        name = f"beitraege-{timezone.localdate()}.{kind}"
        if kind == ExportRecord.Format.XLSX:
            return FileResponse(as_xlsx(rows), as_attachment=True, filename=name)
        lines, content_type = {
            ExportRecord.Format.CSV: (as_csv, "text/csv; charset=utf-8"),
            ExportRecord.Format.JSON_LINES: (as_json_lines, "application/jsonl; charset=utf-8"),
        }[kind]
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(lines(rows), content_type=content_type, headers=headers)

    # Many at once

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if request.user.has_perm("survey.review_submission"):
            return super().get_actions(request)
        erasing = super().get_actions(request).get("delete_selected")
        return {"delete_selected": erasing} if erasing else {}

    def do_many(self, request: HttpRequest, rows: QuerySet, name: str) -> HttpResponse | None:
        """Take a step with each submission of the own forums, and report what it did.

        A step with words asks for them first, on a page of its own.
        """
        step, words = STEPS[name], {}
        if step.form is not StepForm:
            form = self.step_form(request, name, None, MANY_ASKED in request.POST)
            if "vorlage" in request.POST or not form.is_valid():
                return self.many_page(request, rows, name, form)
            words = form.cleaned_data
        own = rows.reviewed_by(request.user)
        possible = own.filter(state__in=Submission.AFTER[step.verb]) if step.verb else own
        number, later = own.count(), possible.count() - MOST_AT_ONCE
        foreign = rows.count() - number
        chosen = possible.select_related("assigned_forum").order_by("day", "reference")
        impossible = number - possible.count()
        self.do_each(request, chosen[:MOST_AT_ONCE], step, words, impossible)
        if foreign:
            messages.warning(request, f"Nicht in Ihrer Zuständigkeit: {foreign}.")
        if later > 0:
            messages.warning(
                request,
                f"Noch nicht erledigt: {later}. Bitte führen Sie die Aktion noch einmal aus.",
            )
        return None

    def do_each(
        self,
        request: HttpRequest,
        rows: QuerySet,
        step: Step,
        words: dict[str, Any],
        impossible: int = 0,
    ) -> None:
        """Take a step with each row; what doesn't fit its state is counted as impossible."""
        done = 0
        for row in rows:
            try:
                step.do(row, words, request.user)
                done += 1
            except StateError:
                impossible += 1
        messages.success(request, f"Erledigt: {done}.")
        if impossible:
            messages.warning(request, f"Beim jetzigen Stand nicht möglich: {impossible}.")

    def many_page(
        self, request: HttpRequest, rows: QuerySet, name: str, form: StepForm
    ) -> HttpResponse:
        """Ask for the words of a step that many submissions are to get."""
        if template := ready_text(request.POST.get("vorlage")):
            form = self.step_form(request, name, None)
            typed = request.POST.get(f"{name}-text", "")
            form.initial["text"] = f"{typed}\n\n{template}" if typed.strip() else template
        page = {
            **self.admin_site.each_context(request),
            "title": f"{STEPS[name].label}: mehrere Beiträge",
            "opts": self.opts,
            "media": self.media,
            "name": name,
            "step": STEPS[name],
            "form": form,
            "asked": MANY_ASKED,
            "number": rows.count(),
            "most": MOST_AT_ONCE,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "across": request.POST.get("select_across", "0"),
            "action": request.POST.get("action"),
            "templates": AnswerTemplate.objects.all() if name in READY_TEXTS else [],
        }
        status = 422 if form.is_bound else 200
        return render(request, "admin/survey/submission/many.html", page, status=status)

    # One

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("drucken/", view(require_safe(self.print_list)), name="survey_submission_print"),
            path(
                "export/<str:kind>/",
                view(require_POST(self.export)),
                name="survey_submission_export",
            ),
            path(
                "einlesen/",
                view(partial(import_page, desk=self)),
                name="survey_submission_import",
            ),
            *super().get_urls(),
        ]

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Record what somebody sent on paper or said by phone."""
        return record_page(request, self)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a submission with the steps that are possible now; a POST does one of them."""
        return require_http_methods(["GET", "HEAD", "POST"])(self.desk)(request, object_id)

    def desk(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        submission = self.get_object(request, object_id)
        if submission is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        mine = Submission.objects.reviewed_by(request.user).filter(pk=submission.pk).exists()
        if request.method != "POST":
            return self.desk_page(request, submission, mine)
        if not mine:
            raise PermissionDenied
        if "untag" in request.POST:
            tag = get_object_or_404(submission.tags, pk=number(request.POST["untag"]))
            submission.tags.remove(tag)
            return redirect(request.path)
        name = request.POST.get("step", "")
        if name not in STEPS:
            return self.desk_page(request, submission, mine, status=422)
        return self.take_step(request, submission, name)

    def take_step(self, request: HttpRequest, submission: Submission, name: str) -> HttpResponse:
        step = STEPS[name]
        form = self.step_form(request, name, submission, answered=True)
        if not form.is_valid():
            return self.desk_page(request, submission, True, failed=(name, form), status=422)
        try:
            if step.verb and form.cleaned_data["version"] != submission.version:
                raise StateError
            step.do(submission, form.cleaned_data, request.user)
        except StateError:
            submission.refresh_from_db()
            page = {"failed": (name, form), "overtaken": True, "status": 409}
            return self.desk_page(request, submission, True, **page)
        messages.success(request, f"{submission}: {step.verb.label if step.verb else step.label}.")
        if also := form.cleaned_data.get("also"):
            self.do_each(request, also, step, form.cleaned_data)
        if name == "read" and (following := self.neighbour(request, submission)):
            return HttpResponseRedirect(self.address(following))
        visible = self.get_queryset(request).filter(pk=submission.pk).exists()
        return redirect(request.path if visible else "admin:survey_submission_changelist")

    def desk_page(
        self,
        request: HttpRequest,
        submission: Submission,
        mine: bool,
        *,
        failed: tuple[str, StepForm] | None = None,
        overtaken: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        forms = {
            name: self.step_form(request, name, submission)
            for name, step in STEPS.items()
            if mine and (step.verb is None or submission.allows(step.verb))
        }
        if submission.assigned_forum is None:
            forms.pop("tag", None)
        if failed and not overtaken:
            forms[failed[0]] = failed[1]
        elif failed and failed[0] in forms:  # what was typed, on the version of now
            forms[failed[0]].initial |= failed[1].cleaned_data | {"version": submission.version}
        template = ready_text(request.GET.get("vorlage"))
        if template and not failed:
            for name in {*READY_TEXTS} & {*forms}:
                forms[name].initial["text"] = template
        visible = self.get_queryset(request)
        similar = similar_to(submission, visible)
        before, after = (
            self.neighbour(request, submission, forward=forward) for forward in (False, True)
        )
        page = {
            **self.admin_site.each_context(request),
            "title": str(submission),
            "opts": self.opts,
            "media": self.media,
            "submission": submission,
            "mine": mine,
            "further_forums": submission.further_forums(),
            "steps": submission.steps.select_related("forum", "by"),
            "notes": submission.notes.select_related("by") if mine else [],
            "tags": submission.tags.all(),
            "known_tags": submission.assigned_forum.tags.all() if submission.assigned_forum else [],
            "buttons": [
                (name, STEPS[name], form) for name, form in forms.items() if type(form) is StepForm
            ],
            "writing": [
                (name, STEPS[name], form)
                for name, form in forms.items()
                if type(form) is not StepForm
            ],
            "failed": failed,
            "overtaken": overtaken,
            "templates": AnswerTemplate.objects.all() if mine else [],
            "ready_texts": READY_TEXTS,
            "similar": similar,
            "answerable": self.answerable(request, similar) if "answer" in forms else set(),
            "also": request.POST.getlist("answer-also"),
            "campaign_size": visible.filter(campaign=submission.campaign_id).count()
            if submission.campaign_id
            else 0,
            "previous": before and self.address(before),
            "next": after and self.address(after),
            "may_erase": self.has_delete_permission(request),
        }
        return render(request, "admin/survey/submission/desk.html", page, status=status)

    def step_form(
        self,
        request: HttpRequest,
        name: str,
        submission: Submission | None,
        answered: bool = False,
    ) -> StepForm:
        """Return the form of a step: empty, or with what was sent."""
        form = STEPS[name].form(submission, request.POST if answered else None, prefix=name)
        if "also" in form.fields:
            form.fields["also"].queryset = Submission.objects.reviewed_by(request.user)
        return form

    def answerable(self, request: HttpRequest, similar: list[Similar]) -> set[UUID]:
        """Return the keys of similar submissions that can get the same answer."""
        rows = Submission.objects.reviewed_by(request.user).filter(
            pk__in=[each.submission.pk for each in similar],
            state__in=Submission.AFTER[Verb.ANSWERED],
        )
        return set(rows.values_list("pk", flat=True))

    def neighbour(
        self, request: HttpRequest, submission: Submission, *, forward: bool = True
    ) -> Submission | None:
        """Return the next unread submission of the own work, or the one before."""
        unread = (
            Submission.objects.reviewed_by(request.user).queue("unread").exclude(pk=submission.pk)
        )
        return unread.neighbour(submission, forward=forward)

    def address(self, submission: Submission) -> str:
        return reverse("admin:survey_submission_change", args=[submission.pk])


def marked(headline: str) -> SafeString:
    """Return what a search has found, with the words marked."""
    start, stop = MARKED
    return mark_safe(  # noqa: S308 - escaped in this very line
        escape(headline).replace(start, "<mark>").replace(stop, "</mark>")
    )


def ready_text(key: str | None) -> str:
    """Return a ready text by its key, empty if there is none."""
    template = AnswerTemplate.objects.filter(pk=number(key)).first()
    return template.text if template else ""


def number(text: str | None) -> int:
    return int(text) if (text or "").isdecimal() else 0


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(admin.ModelAdmin):
    list_display = ["title"]
    search_fields = ["title", "text"]


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "forum"]
    list_filter = ["forum"]
    search_fields = ["name"]
