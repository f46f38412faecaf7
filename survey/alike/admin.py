"""Campaigns at the desk: how many sent nearly the same text, and why they stand together."""

from typing import Any

from django.contrib import admin
from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ruhrdialog.lib.lists import HouseAdmin
from ruhrdialog.lib.staff import member
from survey.alike.models import Campaign
from survey.submissions.models import Submission


@admin.register(Campaign)
class CampaignAdmin(HouseAdmin, admin.ModelAdmin[Campaign]):
    """Only the submissions that the user may see count, and give the text."""

    list_display = ["beginning", "size", "reason", "day"]
    fields = ["beginning", "size", "reason", "day"]
    readonly_fields = ["beginning", "size", "reason", "day"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        own = Submission.objects.visible_to(member(request)).filter(campaign=OuterRef("pk"))
        words = Concat("proposal", Value(" "), "reason", output_field=CharField())
        number = own.order_by().values("campaign").annotate(Count("pk")).values("pk__count")
        text = own.order_by("day", "reference").annotate(words=words).values("words")[:1]
        counted = Campaign.objects.annotate(number=Subquery(number), text=Subquery(text))
        return counted.filter(Exists(own))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The largest come first; a class attribute can't name what get_queryset adds."""
        return "-number", "pk"

    @admin.display(description="Beginn des Textes")
    def beginning(self, campaign: Any) -> str:
        return truncatechars(campaign.text, 160)

    @admin.display(description="Warum")
    def reason(self, campaign: Campaign) -> str:
        return campaign.reason

    @admin.display(description="Beiträge", ordering="number")
    def size(self, campaign: Any) -> SafeString:
        """Lead to the submissions; by their own name the list would show a row for each of them."""
        address = reverse("admin:survey_submission_changelist")
        query = f"?arbeit=alle&kampagne={campaign.pk}"
        words = f"{campaign.number} zusammen lesen und beantworten"
        return format_html('<a href="{}{}">{}</a>', address, query, words)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return False
