"""Who took submissions along, for those who answer for it."""

from django.contrib import admin
from django.http import HttpRequest

from ruhrdialog.lib.lists import HouseAdmin
from survey.transfer.models import ExportRecord


@admin.register(ExportRecord)
class ExportRecordAdmin(HouseAdmin, admin.ModelAdmin[ExportRecord]):
    list_display = ["at", "by", "format", "number", "filter"]
    list_filter = ["format"]
    sortable_by = ("at", "format", "number")  # not by colleague (LPVG NRW § 72(3))
    date_hierarchy = "at"
    fields = ["at", "who", "format", "number", "filter"]

    @admin.display(description="Von")
    def who(self, record: ExportRecord) -> str:
        """Return the name alone: not everybody who sees this may see the accounts."""
        return str(record.by)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ExportRecord | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ExportRecord | None = None) -> bool:
        return False
