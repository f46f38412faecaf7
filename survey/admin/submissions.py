"""Submissions as staff see them: to read, not to write. E-mail addresses are not here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars

from survey.models import Submission
from survey.receipt_codes import REFERENCE


@admin.register(Submission)
class SubmissionAdmin(admin.ModelAdmin):
    list_display = ["shown_reference", "shown_topic", "day", "state", "beginning"]
    list_filter = ["assigned_forum", "assigned_forum__ministry", "state", "day"]
    list_select_related = ["forum"]
    search_fields = ["reference", "other_topic", "reason", "proposal", "forum__title"]
    search_help_text = "Beitragsnummer oder Wörter aus Thema, Begründung und Vorschlag"
    date_hierarchy = "day"
    fields = [
        "shown_reference",
        "day",
        "state",
        "assigned_forum",
        "shown_topic",
        "reason",
        "proposal",
        "shown_further_interests",
        "publication_consent",
    ]
    readonly_fields = fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find a reference also as it is shown and written down: with a hyphen."""
        plain = search_term.replace("-", "").strip().upper()
        if REFERENCE.fullmatch(plain):
            search_term = plain
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="Beitragsnummer", ordering="reference")
    def shown_reference(self, submission: Submission) -> str:
        return submission.shown_reference

    @admin.display(description="Thema", ordering="forum__title")
    def shown_topic(self, submission: Submission) -> str:
        return submission.topic

    @admin.display(description="Beginn des Vorschlags")
    def beginning(self, submission: Submission) -> str:
        return truncatechars(submission.proposal, 80)

    @admin.display(description="Weitere Themen")
    def shown_further_interests(self, submission: Submission) -> str:
        return ", ".join(forum.title for forum in submission.further_forums())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        return False
