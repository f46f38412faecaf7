from django.contrib import admin
from django.http import HttpRequest
from procrastinate.contrib.django.models import ProcrastinateJob

from ruhrdialog.models import BarrierReport

# Jobs are no one's work in a ministry; the operator sees them in the database.
admin.site.unregister(ProcrastinateJob)


@admin.register(BarrierReport)
class BarrierReportAdmin(admin.ModelAdmin):
    list_display = ["day", "page", "message", "done"]
    list_filter = ["done"]
    fields = ["day", "page", "message", "email", "done"]
    readonly_fields = ["day", "page", "message", "email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
