from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from forums.models import ContentDate, Forum, Ministry, Moderator
from ruhrdialog.lib.editing import PublicTextAdmin, TextAdmin
from ruhrdialog.lib.events import Event
from ruhrdialog.lib.lists import EDITED_TEXTS
from ruhrdialog.lib.staff import member, name_of

OF_STAFF = ["members", "approves_answers", "approvers"]  # who may do what


class NamedForm(forms.ModelForm[Ministry]):
    """A ministry, which names some of its own for approving."""

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        for user in data.get("approvers", []):
            if user not in data.get("members", []):
                self.add_error("approvers", f"{name_of(user)} gehört nicht zum Ministerium.")
            elif not user.has_perm("survey.review_submission"):
                self.add_error("approvers", f"{name_of(user)} bearbeitet keine Beiträge.")
        return data


@admin.register(Ministry)
class MinistryAdmin(TextAdmin):
    form = NamedForm
    list_display = ["name", "slug"]
    search_fields = ["name"]

    def formfield_for_manytomany(self, *args: Any, **options: Any) -> Any:
        return super().formfield_for_manytomany(
            *args, **options, widget=forms.CheckboxSelectMultiple
        )

    def reversion_register(self, model: type, **options: Any) -> None:
        """Leave out who may do what: an earlier version must not bring back who has left."""
        super().reversion_register(model, exclude=OF_STAFF, **options)

    def get_readonly_fields(self, request: HttpRequest, obj: Ministry | None = None) -> list[str]:
        """Who belongs to a ministry sees its submissions: only who manages staff decides that.

        So it is with who approves its answers.
        """
        if request.user.has_perm("auth.change_user"):
            own = request.user.has_perm("forums.add_ministry")
            return [] if own else ["name", "slug", "answer_days"]
        return OF_STAFF

    def save_model(self, request: HttpRequest, obj: Ministry, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "approves_answers" in form.changed_data:
            wanted = "nötig" if obj.approves_answers else "nicht mehr nötig"
            words = f"Freigabe von Antworten, {obj}: {wanted}"
            Event.objects.write(Event.What.RIGHTS, member(request), words)


class ModeratorInline(admin.StackedInline[Moderator, Forum]):
    model = Moderator
    extra = 0
    formfield_overrides = EDITED_TEXTS


class MinistryForm(forms.ModelForm[Forum]):
    class Meta:
        model = Forum
        fields = ["ministry"]


@admin.register(Forum)
class ForumAdmin(PublicTextAdmin):
    list_display = ["title", "question", "ministry", "group", "position"]
    list_editable = ["position"]
    list_filter = ["ministry", "group"]
    list_select_related = ["ministry"]
    search_fields = ["title", "question", "goals", "keywords"]
    inlines = [ModeratorInline]
    change_form_template = "admin/forums/forum/change_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Forum | None = None) -> list[str]:
        """Keep the ministry, which decides who reads the submissions, to its own page."""
        return ["ministry"] if obj else []

    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.assign)
        page = self.admin_site.admin_view(view)
        own = path("<int:pk>/ministerium/", page, name="forums_forum_assign")
        return [own, *super().get_urls()]

    def assign(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make another ministry responsible; its members then read what was submitted, too."""
        if not request.user.has_perm("forums.assign_forum"):
            raise PermissionDenied
        forum = get_object_or_404(Forum, pk=pk)
        form = MinistryForm(request.POST or None, instance=forum)
        if form.is_valid() and not form.has_changed():
            messages.info(request, f"Verantwortlich war schon: {forum.ministry}.")
            return redirect("admin:forums_forum_change", pk)
        if form.is_valid():
            form.instance.save(update_fields=["ministry"])
            words = f"Themenforum {forum}: {forum.ministry}"
            self.log_change(request, forum, f"Verantwortlich: {forum.ministry}")
            Event.objects.write(Event.What.RIGHTS, member(request), words)
            messages.success(request, f"Verantwortlich ist jetzt: {forum.ministry}.")
            return redirect("admin:forums_forum_change", pk)
        page = {
            **self.admin_site.each_context(request),
            "title": "Verantwortliches Ministerium",
            "opts": self.opts,
            "forum": forum,
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return render(request, "admin/forums/forum/assign.html", page, status=status)

    def has_delete_permission(self, request: HttpRequest, obj: Forum | None = None) -> bool:
        # Submissions, their further interests and links that people shared name the forum.
        return False


@admin.register(ContentDate)
class ContentDateAdmin(TextAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ContentDate | None = None) -> bool:
        return False
