"""When the survey is open."""

from django.contrib import admin
from django.http import HttpRequest

from ruhrdialog.lib.editing import TextAdmin
from survey.participation.models import SurveyPeriod


@admin.register(SurveyPeriod)
class SurveyPeriodAdmin(TextAdmin):
    list_display = ["__str__", "opens_at", "closes_at"]
    fields = ["opens_at", "closes_at", "text_before", "text_after"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SurveyPeriod | None = None) -> bool:
        return False
