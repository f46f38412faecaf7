"""When the survey is open."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import DateTimeField
from django.http import HttpRequest

from ruhrdialog.lib.editing import LIMITED_TEXTS, TextAdmin
from survey.participation.models import SurveyPeriod


class LocalDateTimeInput(forms.DateTimeInput):
    """The browser's own field: Django's two have no label each, and count in another time zone.

    A page of the former release sends these two.
    """

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name in data:
            return super().value_from_datadict(data, files, name)
        return f"{data.get(f'{name}_0', '')} {data.get(f'{name}_1', '')}".strip()


@admin.register(SurveyPeriod)
class SurveyPeriodAdmin(TextAdmin):
    list_display = ["__str__", "opens_at", "closes_at"]
    fields = ["opens_at", "closes_at", "text_before", "text_after"]
    formfield_overrides = LIMITED_TEXTS | {
        DateTimeField: {"form_class": forms.DateTimeField, "widget": LocalDateTimeInput}
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SurveyPeriod | None = None) -> bool:
        return False
