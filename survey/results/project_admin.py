"""Projects at the desk: Redaktion and Leitung write them, Leitung releases them."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import slugify

from ruhrdialog.lib.editing import LIMITED_TEXTS
from ruhrdialog.lib.lists import HouseAdmin
from ruhrdialog.lib.pages import forget_pages
from ruhrdialog.lib.staff import member
from survey.projects.models import Milestone, Project, ProjectState
from survey.results.link_forms import ContributionsForm, numbered
from survey.results.links import link

MAX_TITLE, MAX_SLUG = 120, 50  # of an update


class StateInline(admin.StackedInline[ProjectState, Project]):
    """States are added, never changed."""

    model = ProjectState
    formfield_overrides = LIMITED_TEXTS
    extra = 1
    fields = [("state", "since"), "reason"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("survey.change_project")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("survey.view_project")


class MilestoneInline(admin.StackedInline[Milestone, Project]):
    model = Milestone
    formfield_overrides = LIMITED_TEXTS
    extra = 1
    fields = ["title", ("planned_on", "reached_on")]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("survey.change_project")

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("survey.view_project")


@admin.register(Project)
class ProjectAdmin(HouseAdmin, admin.ModelAdmin[Project]):
    form = ContributionsForm
    change_form_template = "admin/survey/project/change_form.html"
    list_display = ["title", "field", "ministry", "shown_state", "shown_release"]
    list_filter = ["field", "ministry"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    fields = [
        *("title", "slug", "description", "field", "ministry", "forums"),
        *(
            "amount",
            "amount_source",
            "amount_on",
            "shown_number",
            "references",
            "removed",
            "shown_release",
        ),
    ]
    inlines = [StateInline, MilestoneInline]
    actions = ["release", "take_back"]

    def get_fields(self, request: HttpRequest, obj: Project | None = None) -> Any:
        """Leave out what is about contributions for who may not see them all."""
        if sees_all(request):
            return self.fields
        hidden = ("shown_number", *ContributionsForm.declared_fields)
        return [name for name in self.fields or () if name not in hidden]

    def get_form(self, request: HttpRequest, *arguments: Any, **options: Any) -> Any:
        form: Any = super().get_form(request, *arguments, **options)
        form.user = member(request)
        if not sees_all(request):  # what a form declares Django leaves in it
            for name in ContributionsForm.declared_fields:
                del form.base_fields[name]
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Project | None = None) -> list[str]:
        """Keep the address that links name."""
        own = ["shown_number", "shown_release"]
        return [*own, "slug"] if obj and obj.released_on else own

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Project | None = None
    ) -> dict[str, Any]:
        return {} if obj and obj.released_on else self.prepopulated_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        return super().get_queryset(request).prefetch_related("states")

    def formfield_for_manytomany(self, *args: Any, **options: Any) -> Any:
        return super().formfield_for_manytomany(
            *args, **options, widget=forms.CheckboxSelectMultiple
        )

    def has_delete_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        return False

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("survey.release_project")

    def view_on_site(self, obj: Project) -> str | None:
        return obj.get_absolute_url() if obj.is_public else None

    @admin.display(description="Stand")
    def shown_state(self, project: Project) -> str:
        return str(project.state or "–")

    @admin.display(description="Freigegeben am", ordering="released_on")
    def shown_release(self, project: Project) -> str:
        if project.released_on is None:
            return "–"
        released = date_format(project.released_on)
        if project.taken_back_on is None:
            return released
        return f"{released}, zurückgenommen am {date_format(project.taken_back_on)}"

    @admin.display(description="Beiträge dahinter")
    def shown_number(self, project: Project) -> str:
        return numbered(project.contributions) if project.pk else "0"

    # What was public is remembered: before the form is saved, and compared when all of it is.

    def save_model(self, request: HttpRequest, obj: Project, form: Any, change: bool) -> None:
        before = Project.objects.with_states().get(pk=obj.pk).words() if change else {}
        super().save_model(request, obj, form, change)
        form.before = before

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.remember(form.before)
        link(form.instance, form.cleaned_data.get("references", []))
        for row in form.cleaned_data.get("removed", []):
            row.delete()
        if form.instance.is_public:
            forget_pages()

    @admin.action(description="Freigeben: öffentlich zeigen", permissions=["release"])
    def release(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        rows = list(queryset)
        done = [row for row in rows if row.release()]
        for row in done:
            self.log_change(request, row, "Freigegeben.")
        if done:
            messages.success(request, f"Freigegeben: {', '.join(map(str, done))}.")
        if len(done) < len(rows):
            messages.warning(
                request,
                "Nicht freigegeben wurde, was es schon war, und was noch keinen Stand hat.",
            )

    @admin.action(description="Freigabe zurücknehmen", permissions=["release"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        done = [row for row in queryset if row.take_back()]
        for row in done:
            self.log_change(request, row, "Freigabe zurückgenommen.")
        forget_pages()
        messages.success(request, f"Nicht mehr öffentlich: {len(done)}.")

    def render_change_form(self, request: HttpRequest, context: Any, *a: Any, **o: Any) -> Any:
        project = context.get("original")
        if project and project.is_public and request.user.has_perm("survey.add_update"):
            context["update_address"] = update_address(project)
        return super().render_change_form(request, context, *a, **o)


def sees_all(request: HttpRequest) -> bool:
    return request.user.has_perm("survey.view_every_submission")


def update_address(project: Project) -> str:
    """Return the page of a new update, filled in with how far a project is."""
    state = project.state
    text = (
        f"Das Projekt „{project.title}“: {state}.\n\n{project.description}\n\n"
        f"Mehr dazu: {settings.SITE_URL}{project.get_absolute_url()}"
    )
    title = f"{project.title}: {state}"[:MAX_TITLE]
    query = {
        "title": title,
        "slug": slugify(title)[:MAX_SLUG],
        "text": text,
        "topics": ",".join(str(forum.pk) for forum in project.forums.all()),
    }
    return f"{reverse('admin:survey_update_add')}?{urlencode(query)}"
