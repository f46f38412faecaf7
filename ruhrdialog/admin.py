"""What belongs to the portal as a whole: staff, and reports of barriers."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import SetPasswordForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from procrastinate.contrib.django.models import ProcrastinateJob

from ruhrdialog.lib.lists import AddressSearch, HouseAdmin
from ruhrdialog.lib.staff import member
from ruhrdialog.log import EventAdmin
from ruhrdialog.models import AccessReset, BarrierReport, Event, StartPassword
from ruhrdialog.resetting import end_sessions, reset_access

# No one's work in a ministry: groups are made by a migration, sessions and factors are everybody's
# own, jobs the operator sees in the database.
for model in (ProcrastinateJob, EmailAddress, Authenticator, UserSession, Group, User):
    admin.site.unregister(model)


# Who has them is the operator's matter: a Leitung that made another could confirm to itself.
BY_OPERATOR = ("Datenschutz", "Leitung")


class NewAccountForm(UserCreationForm[User]):
    """Django's, with no claim to the focus: the script of its forms gives it to the first field."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        del self.fields["username"].widget.attrs["autofocus"]


@admin.register(User)
class StaffAdmin(HouseAdmin, UserAdmin[User]):
    """Members of staff. Leitung can't raise anybody to what it may not do itself, nor become
    somebody else: a password and a factor are reset by two."""

    list_display = ["username", "first_name", "last_name", "is_active"]
    list_filter = ["is_active", "groups", "ministries"]
    fieldsets = [
        (None, {"fields": ["username"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("Rechte", {"fields": ["is_active", "groups"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2", "groups"]})]
    add_form = NewAccountForm
    filter_horizontal = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request)
        if request.user.is_superuser:
            return users
        return users.exclude(Q(is_superuser=True) | Q(groups__name="Datenschutz"))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        if obj is None or request.user.is_superuser:
            return []
        if obj == request.user:
            return ["is_active", "groups"]
        return ["groups"] if obj.groups.filter(name__in=BY_OPERATOR).exists() else []

    def formfield_for_manytomany(self, db_field: Any, request: Any, **options: Any) -> Any:
        field: Any = super().formfield_for_manytomany(
            db_field, request, **options, widget=forms.CheckboxSelectMultiple
        )
        field.help_text = ""
        if not request.user.is_superuser:
            field.queryset = field.queryset.exclude(name__in=BY_OPERATOR)
        return field

    def save_model(self, request: HttpRequest, obj: User, form: forms.Form, change: bool) -> None:
        """Who is made here works in the administration; who is closed is out at once."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)
        if not change:
            StartPassword.objects.begin(obj)
        if not obj.is_active:
            end_sessions(obj)
        if not change or "is_active" in form.changed_data:
            words = "Konto offen" if obj.is_active else "Konto geschlossen"
            Event.objects.write(Event.What.RIGHTS, member(request), words, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002 - Django's name
        """Ask for a colleague's access to be reset, or confirm what another has asked for.

        The own password changes with the old one only.
        """
        user = self.get_object(request, id)
        if user is None or not self.has_change_permission(request, user):
            raise PermissionDenied
        if user == request.user:
            return redirect("account_change_password")
        asked = AccessReset.objects.open_for(user)
        if asked and asked.asked_by != request.user:
            return self.confirm_reset(request, user, asked)
        if request.method == "POST":
            AccessReset.objects.ask(user, member(request))
            return redirect(request.path)
        return self.reset_page(request, user, asked=asked)

    def confirm_reset(self, request: HttpRequest, user: User, asked: AccessReset) -> HttpResponse:
        form = SetPasswordForm(user, request.POST or None)
        if not form.is_valid():
            return self.reset_page(request, user, asked=asked, form=form)
        reset_access(user, form.cleaned_data["new_password1"], member(request))
        self.log_change(request, user, f"Zugang zurückgesetzt, beantragt von {asked.asked_by}.")
        messages.success(request, f"Der Zugang von {user} ist zurückgesetzt.")
        return redirect("admin:auth_user_change", user.pk)

    def reset_page(self, request: HttpRequest, user: User, **page: Any) -> HttpResponse:
        page |= self.admin_site.each_context(request)
        page |= {"title": f"Zugang zurücksetzen: {user}", "opts": self.opts, "original": user}
        status = 422 if "form" in page and page["form"].is_bound else 200
        return render(request, "admin/auth/user/reset.html", page, status=status)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # The steps that somebody took name them: accounts are closed, not deleted.
        return False


@admin.register(BarrierReport)
class BarrierReportAdmin(AddressSearch, HouseAdmin, admin.ModelAdmin[BarrierReport]):
    list_display = ["day", "page", "message", "check_reason", "done"]
    list_filter = ["done", ("check_reason", admin.EmptyFieldListFilter)]
    readonly_fields = ["day", "page", "message", "email", "check_reason"]

    search_help_text = "E-Mail-Adresse oder ein Teil davon"

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Let those search who may see addresses."""
        return ["email"] if request.user.has_perm("survey.view_subscription") else []

    def get_fields(self, request: HttpRequest, obj: BarrierReport | None = None) -> list[Any]:
        """Keep the reader's address to those who may see addresses."""
        fields = ["day", "page", "message", "check_reason", "done"]
        if request.user.has_perm("survey.view_subscription"):
            fields.insert(3, "email")
        return fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


admin.site.register(Event, EventAdmin)
