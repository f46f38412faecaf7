"""When the survey is open."""

from django import forms
from django.contrib import admin
from django.db.models import DateTimeField
from django.http import HttpRequest

from ruhrdialog.lib.editing import LIMITED_TEXTS, TextAdmin
from survey.participation.models import SurveyPeriod


@admin.register(SurveyPeriod)
class SurveyPeriodAdmin(TextAdmin):
    list_display = ["__str__", "opens_at", "closes_at"]
    fields = ["opens_at", "closes_at", "text_before", "text_after"]
    # The browser's own field: Django's two have no label each, and count in another time zone.
    formfield_overrides = LIMITED_TEXTS | {
        DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        }
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SurveyPeriod | None = None) -> bool:
        return False
