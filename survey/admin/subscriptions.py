"""E-mail addresses, for those who answer for data protection: to see and to erase."""

from django.contrib import admin
from django.http import HttpRequest

from forums.models import Forum
from survey.models import Delivery, Subscription


class DeliveryInline(admin.TabularInline):
    model = Delivery
    fields = ["update", "state", "marked_at"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return False


@admin.register(Subscription)
class SubscriptionAdmin(admin.ModelAdmin):
    list_display = ["address", "requested_at", "confirmed_at"]
    list_filter = [("confirmed_at", admin.EmptyFieldListFilter), "deliveries__state"]
    search_fields = ["address"]
    search_help_text = "Adresse oder ein Teil davon"
    fields = [
        "address",
        "wording_version",
        "requested_at",
        "confirmed_at",
        "mailed_at",
        "shown_topics",
    ]
    readonly_fields = fields
    inlines = [DeliveryInline]

    @admin.display(description="Themen")
    def shown_topics(self, subscription: Subscription) -> str:
        forums = Forum.objects.filter(pk__in=subscription.topics)
        return ", ".join(forum.title for forum in forums) or "alle"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return False
