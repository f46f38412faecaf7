"""The review desk: what citizens wrote, to read, hand over, answer. No e-mail address is here."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ruhrdialog.lib.editing import TextAdmin
from ruhrdialog.lib.integrity import Script, Stylesheet
from ruhrdialog.lib.lists import HouseAdmin, NotOfferedError
from ruhrdialog.lib.staff import member
from survey.desk.answers import answers_page
from survey.desk.assignments import AssignmentRule
from survey.desk.back import back_page
from survey.desk.claiming import claim_page
from survey.desk.filters import (
    AnswerFilter,
    CampaignFilter,
    CheckFilter,
    DeadlineFilter,
    DraftFilter,
    ForumFilter,
    MinistryFilter,
    MonthFilter,
    PersonFilter,
    ProposalFilter,
    TagFilter,
    WorkFilter,
)
from survey.desk.forms import RuleForm
from survey.desk.import_page import import_page
from survey.desk.keys import keys_page
from survey.desk.list import (
    CHOSEN,
    CappedPaginator,
    DeskList,
    export,
    marked,
    print_page,
    with_choices,
)
from survey.desk.many import actions
from survey.desk.models import AnswerTemplate
from survey.desk.one import file_page, one_page
from survey.desk.pages import number
from survey.desk.recording import record_page
from survey.desk.walk import WalkedList
from survey.submissions.models import Submission, Tag
from survey.submissions.querysets import SubmissionQuerySet
from survey.transfer.models import ExportRecord

OF_THE_PAGE = ("forum", "assigned_forum__ministry", "assignment__person")  # what it names
LONGEST_FILTERS = 4000  # signs in an address, of which web servers take 8,000


@admin.register(Submission)
class SubmissionAdmin(HouseAdmin, admin.ModelAdmin[Submission]):
    list_display = ["shown_reference", "shown_text", "shown_state"]
    list_filter = [
        WorkFilter,
        PersonFilter,
        DeadlineFilter,
        ("assigned_forum", ForumFilter),
        ("assigned_forum__ministry", MinistryFilter),
        "state",
        "day",
        MonthFilter,
        "source",
        ProposalFilter,
        AnswerFilter,
        DraftFilter,
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
        "-Wort darf nicht vorkommen. Gesucht wird auch in Notizen und Schlagworten."
    )
    paginator = CappedPaginator
    show_full_result_count = False
    actions_on_top, actions_on_bottom = False, True
    change_list_template = "admin/survey/submission/list.html"

    class Media:
        css = {"all": [Stylesheet("css/desk.css")]}
        js = [Script("js/desk.js")]

    # Who sees what

    def get_queryset(self, request: HttpRequest) -> SubmissionQuerySet:
        return Submission.objects.visible_to(member(request)).order_by(*self.ordering)

    def has_change_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Submission | None:
        """Return what the inherited method does, with all that its page says of it."""
        try:
            key = Submission._meta.pk.to_python(object_id)
        except ValidationError:
            return None
        return self.get_queryset(request).select_related(*OF_THE_PAGE).filter(pk=key).first()

    def has_delete_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        return member(request).has_perm("survey.erase_submission")

    def delete_model(self, request: HttpRequest, obj: Submission) -> None:
        obj.withdraw()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        for submission in queryset:
            submission.withdraw()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return those of Django, which asks for the right to delete, and our own for reviewers."""
        reviews = member(request).has_perm("survey.review_submission")
        return super().get_actions(request) | (actions() if reviews else {})

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        """Lead back to the list, as Django does for who may change rows by a form."""
        super().response_delete(request, obj_display, obj_id)
        filters = self.get_preserved_filters(request)
        context: dict[str, Any] = {"preserved_filters": filters, "opts": self.opts}
        page = reverse("admin:survey_submission_changelist")
        return redirect(add_preserved_filters(context, page))

    # The pages

    def get_preserved_filters(self, request: HttpRequest) -> str:
        """Return the list that the addresses of its rows carry along, unless it is too long."""
        filters = super().get_preserved_filters(request)
        return filters if len(filters) <= LONGEST_FILTERS else ""

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("drucken/", print_page, "print"),
            ("export/<str:kind>/", export, "export"),
            ("einlesen/", import_page, "import"),
            ("<path:object_id>/offen/", claim_page, "claim"),
            ("<path:object_id>/akte/", file_page, "file"),
            ("zuruecknehmen/", back_page, "back"),
            ("antworten/", answers_page, "answers"),
            ("tasten/", keys_page, "keys"),
        )
        own = [
            path(
                route,
                self.admin_site.admin_view(partial(view, desk=self)),
                name=f"survey_submission_{name}",
            )
            for route, view, name in pages
        ]
        return own + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Begin with what is unread, unless something else is asked for."""
        if request.method == "GET" and not request.GET:
            return redirect(f"{request.path}?arbeit=ungelesen")
        if CHOSEN in request.GET:
            return redirect(f"{request.path}?{with_choices(request.GET)}")
        extra = {
            "title": "Beiträge",
            "chosen": CHOSEN,
            "filter": request.GET.urlencode(),
            "formats": ExportRecord.Format.choices,
            **(extra_context or {}),
        }
        try:
            return super().changelist_view(request, extra)
        except NotOfferedError:
            if not self.may_be_gone(request):
                raise
            others = request.GET.copy()
            del others[PAGE_VAR]
            return redirect(f"{request.path}?{others.urlencode()}")

    def may_be_gone(self, request: HttpRequest) -> bool:
        """Tell whether a list was asked for a page that it had before its rows were dealt with."""
        most = CappedPaginator.most // self.list_per_page
        return request.method == "GET" and 1 < number(request.GET.get(PAGE_VAR)) <= most

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """Return the class of the list; on the page of a submission, of the one to walk through."""
        page = request.resolver_match and request.resolver_match.url_name
        walked = "survey_submission_change", "survey_submission_back"
        return WalkedList if page in walked else DeskList

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
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
        return one_page(request, self, object_id)

    # The columns of the list

    def action_checkbox(self, submission: Submission) -> SafeString:
        """Return what the inherited method does, without a template for each row."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" id="wahl-{}" class="action-select" '
            'aria-label="{} auswählen">',
            *(ACTION_CHECKBOX_NAME, submission.pk, submission.pk, submission),
        )

    @admin.display(description="Beitrag", ordering="day")
    def shown_reference(self, submission: Submission) -> str:
        return format_html(
            '<span id="beitrag-{}" translate="no">{}</span>',
            *(submission.pk, submission.shown_reference),
        )

    @admin.display(description="Thema und Beginn des Textes", ordering="forum__title")
    def shown_text(self, submission: Submission) -> str:
        headline = getattr(submission, "headline", "")
        text = submission.proposal or submission.reason
        forum = submission.assigned_forum
        moved = f" → {forum}" if forum and forum != submission.forum else ""
        return format_html(
            '<strong><bdi>{}</bdi>{}</strong> <span class="quiet">{}</span><br>'
            '<span dir="auto">{}</span>',
            *(submission.topic, moved, f"{submission.day:%d.%m.%Y}"),
            marked(headline) if headline else truncatechars(text, 160),
        )

    @admin.display(description="Stand", ordering="state")
    def shown_state(self, submission: Submission) -> str:
        state = submission.get_state_display()
        if submission.urgent:
            badge = '{}<br><span class="badge badge-danger icon">Dringend</span>'
            state = format_html(badge, state)
        if submission.check_reason:
            state = format_html(
                '{}<br><span class="badge badge-check icon">Bitte prüfen</span><br>'
                '<span class="quiet">{}</span>',
                *(state, submission.check_reason),
            )
        for mark in getattr(submission, "marks", ()):
            state = format_html("{}<br>{}", state, mark)
        return state


@admin.register(AssignmentRule)
class AssignmentRuleAdmin(HouseAdmin, admin.ModelAdmin[AssignmentRule]):
    """Who gets what by itself. By person nothing is ordered, filtered or searched for."""

    form = RuleForm
    list_display = ["__str__", "person"]
    list_select_related = ["forum", "tag__forum", "person"]
    sortable_by = ()


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(TextAdmin):
    list_display = ["title"]
    search_fields = ["title", "text"]


@admin.register(Tag)
class TagAdmin(HouseAdmin, admin.ModelAdmin[Tag]):
    list_display = ["name", "forum"]
    list_filter = ["forum"]
    search_fields = ["name"]
