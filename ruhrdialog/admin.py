"""What belongs to the portal as a whole: staff, and reports of barriers."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from procrastinate.contrib.django.models import ProcrastinateJob

from ruhrdialog.models import BarrierReport

# No one's work in a ministry: groups are made by a migration, sessions and factors are everybody's
# own, jobs the operator sees in the database.
for model in (ProcrastinateJob, EmailAddress, Authenticator, UserSession, Group, User):
    admin.site.unregister(model)


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


@admin.register(User)
class StaffAdmin(UserAdmin[User]):
    """Members of staff. Leitung can't raise anybody to what it may not do itself."""

    list_display = ["username", "first_name", "last_name", "is_active", "last_login"]
    list_filter = ["is_active", "groups", "ministries"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("Rechte", {"fields": ["is_active", "groups"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2", "groups"]})
    ]
    filter_horizontal = []
    actions = ["reset_factors"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request)
        if request.user.is_superuser:
            return users
        return users.exclude(Q(is_superuser=True) | Q(groups__name="Datenschutz"))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return ["is_active", "groups"] if obj == request.user else []

    def formfield_for_manytomany(self, db_field: Any, request: Any, **options: Any) -> Any:
        field: Any = super().formfield_for_manytomany(
            db_field, request, **options, widget=forms.CheckboxSelectMultiple
        )
        field.help_text = ""
        if not request.user.is_superuser:
            field.queryset = field.queryset.exclude(name="Datenschutz")
        return field

    def save_model(self, request: HttpRequest, obj: User, form: forms.Form, change: bool) -> None:
        """Who is made here works in the administration; who is closed is out at once."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            end_sessions(obj)

    @admin.action(description="Zweiten Faktor zurücksetzen (Gerät verloren)")
    def reset_factors(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Let somebody set up a new second factor at the next login."""
        for user in users:
            Authenticator.objects.filter(user=user).delete()
            end_sessions(user)
            self.log_change(request, user, "Zweiter Faktor zurückgesetzt.")
        messages.success(request, f"Zurückgesetzt: {len(users)}.")

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # The steps that somebody took name them: accounts are closed, not deleted.
        return False


@admin.register(BarrierReport)
class BarrierReportAdmin(admin.ModelAdmin[BarrierReport]):
    list_display = ["day", "page", "message", "check_reason", "done"]
    list_filter = ["done", ("check_reason", admin.EmptyFieldListFilter)]
    readonly_fields = ["day", "page", "message", "email", "check_reason"]

    def get_fields(self, request: HttpRequest, obj: BarrierReport | None = None) -> list[Any]:
        """Keep the reader's address to those who may see addresses."""
        fields = ["day", "page", "message", "check_reason", "done"]
        if request.user.has_perm("survey.view_subscription"):
            fields.insert(3, "email")
        return fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
