"""The log of what staff did: for those who answer for it, and for each person the own logins.

Logins, failed ones and changes of factors and passwords show when somebody works: data protection
sees them, and whom they are about. Nothing here is ordered, filtered or counted by person (LPVG
NRW, § 72(3)).
"""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ruhrdialog.lib.events import LOGINS, Event
from ruhrdialog.lib.lists import HouseAdmin
from ruhrdialog.lib.staff import member

SEES_LOGINS = "ruhrdialog.view_login_event"
KEPT = timedelta(days=90)
MOST = 200  # of the own ones on a page


class KindFilter(admin.SimpleListFilter):
    """The kinds that the user may see."""

    title = "Art"
    parameter_name = "was"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        hidden = () if request.user.has_perm(SEES_LOGINS) else LOGINS
        return [(str(value), label) for value, label in Event.What.choices if value not in hidden]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(what=self.value()) if self.value() else queryset


class EventAdmin(HouseAdmin, admin.ModelAdmin[Event]):
    list_display = ["at", "what", "by", "about", "detail"]
    list_filter = [KindFilter]
    list_select_related = ["by", "about"]
    list_display_links = None
    sortable_by = ["at"]
    date_hierarchy = "at"
    fields = ["at", "what", "who", "whom", "detail"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        events = super().get_queryset(request)
        if request.user.has_perm(SEES_LOGINS):
            return events
        return events.exclude(what__in=LOGINS)

    @admin.display(description="Wer")
    def who(self, event: Event) -> str:
        """Return the name alone: not everybody who sees this may see the accounts."""
        return str(event.by or "Betrieb des Portals")

    @admin.display(description="Wen es betrifft")
    def whom(self, event: Event) -> str:
        return str(event.about or "")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False


@require_safe
def own_logins(request: HttpRequest) -> HttpResponse:
    """Show somebody the own logins and what was tried or changed at the own account."""
    user = member(request)
    if not user.is_staff:
        raise PermissionDenied
    own = Event.objects.filter(Q(by=user, about=None) | Q(about=user), what__in=LOGINS)
    recent = own.filter(at__gt=timezone.now() - KEPT).select_related("by")
    page = {
        **admin.site.each_context(request),
        "title": "Meine Anmeldungen",
        "events": recent[:MOST],
    }
    return render(request, "admin/own_logins.html", page)
