"""Editing public texts: look before you save, see who changed what, go back.

Of two who edit the same text the second is told, sees both, and overwrites nothing unseen.
"""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.db.models import Model, TextField
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, resolve
from django.views.decorators.http import require_POST
from reversion import add_to_revision, create_revision, set_comment
from reversion.admin import VersionAdmin
from reversion.models import Version

from ruhrdialog.lib.lists import EDITED_TEXTS, HouseAdmin
from ruhrdialog.lib.markdown import MAX_MARKDOWN
from ruhrdialog.lib.versions import differences, fingerprint, what_it_says

PRESENT = "present"  # in the context of a form: what a version must not bring back
SEEN = "seen"  # in a form: the fingerprint of what the text said when the form was opened
SAID = "_said"  # of a request: what the text says now
OVERTAKEN = "_overtaken"  # of a request: whether somebody has saved since the form was opened
# For `formfield_overrides`: how long a text may be. Not as `max_length`: the browser would cut off
# what is pasted and say nothing.
LIMITED_TEXTS: dict[Any, Any] = EDITED_TEXTS | {
    TextField: EDITED_TEXTS[TextField]
    | {
        "validators": [
            MaxLengthValidator(
                MAX_MARKDOWN,
                f"Der Text ist zu lang: %(show_value)d Zeichen, möglich sind {MAX_MARKDOWN}. "
                "Bitte kürzen Sie ihn.",
            )
        ]
    }
}


class OvertakenForm:
    """Takes nothing; before a form of the administration."""

    def clean(self) -> Any:
        own: Any = super()
        own.clean()
        raise ValidationError(
            "Noch nicht gespeichert: Jemand hat den Text inzwischen geändert. Im Formular steht, "
            "was Sie geschrieben haben. Vergleichen Sie bitte beide, und speichern Sie dann noch "
            "einmal."
        )


class TextAdmin(HouseAdmin, VersionAdmin):  # type: ignore[misc] # reversion has no types
    """Administration of texts, with who changed what, and the way back.

    Going back changes nothing that the form wouldn't change.
    """

    formfield_overrides = LIMITED_TEXTS
    history_latest_first = True

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Change a text; what it says now is kept first, if no earlier version does it any more."""
        with transaction.atomic():
            row = self.watched(request, unquote(object_id))
            if row and request.method == "POST":
                keep_present(row)
            response: HttpResponse = super().change_view(
                request, object_id, form_url, extra_context
            )
        return self.told(request, response)

    def watched(self, request: HttpRequest, key: str) -> Model | None:
        """Return a row that the user may change, after a look whether it says what the form knew.

        A form of the former release doesn't tell what it knew.
        """
        row: Model | None = self.get_object(request, key)
        if row is None or not self.has_change_permission(request, row):
            return None
        if request.method == "POST":  # of two at the same moment the second waits here
            row = self.model._base_manager.select_for_update().get(pk=row.pk)
        said = self.says(request, row)
        setattr(request, SAID, said)
        seen = request.POST.get(SEEN, fingerprint(said))
        setattr(request, OVERTAKEN, seen != fingerprint(said))
        return row

    def says(self, request: HttpRequest, row: Model) -> Any:
        form = self.get_form(request, row, change=True)(instance=row)
        below = [
            formset(instance=row, queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, row)
        ]
        return what_it_says(form, below)

    def told(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, OVERTAKEN, False) and response.status_code == 200:
            response.status_code = 409
        return response

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **options)
        if getattr(request, OVERTAKEN, False):
            form = type(form.__name__, (OvertakenForm, form), {})
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *arguments: Any, **options: Any
    ) -> HttpResponse:
        """Show in what the form differs from what the text says now, where that counts."""
        if said := getattr(request, SAID, None):
            context[SEEN] = fingerprint(said)
            overtaken = context["overtaken"] = getattr(request, OVERTAKEN)
            if overtaken or "revert" in context:
                below = [each.formset for each in context["inline_admin_formsets"]]
                typed = what_it_says(context["adminform"].form, below)
                context["differences"] = differences(said, typed)
        response: HttpResponse = super().render_change_form(request, context, *arguments, **options)
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response

    def _reversion_revisionform_view(
        self,
        request: HttpRequest,
        version: Version,
        template_name: Any,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or bring back a version, if the revision holds nothing but what the form shows.

        The library takes the version of any model under the address of any other.
        """
        if not self.has_change_permission(request):
            raise PermissionDenied
        own = {self.model, *(inline.model for inline in self.inlines)}
        held = {each._model for each in version.revision.version_set.all()}
        if version._model != self.model or not held <= own:
            raise Http404
        with transaction.atomic():
            self.watched(request, version.object_id)
            extra_context = {**(extra_context or {}), PRESENT: self.unchangeable(request)}
            response: HttpResponse = super()._reversion_revisionform_view(
                request, version, template_name, extra_context
            )
        return self.told(request, response)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        for key, (values, related) in (extra_context or {}).pop(PRESENT, {}).items():
            rows = self.model._default_manager.filter(pk=key)
            if values:
                rows.update(**values)
            for name, keys in related.items():
                getattr(rows.get(), name).set(keys)
        response: HttpResponse = super().changeform_view(
            request, object_id, form_url, extra_context
        )
        return response

    def unchangeable(
        self, request: HttpRequest
    ) -> dict[Any, tuple[dict[str, Any], dict[str, list[Any]]]]:
        """Return, by key, what each row holds that its form doesn't change: columns, relations."""
        kept = {}
        for row in self.model._default_manager.all():
            changed = {"pk", *self.get_form(request, row, change=True).base_fields}
            values = {
                field.attname: getattr(row, field.attname)
                for field in self.opts.concrete_fields
                if not field.primary_key and field.name not in changed
            }
            related = {
                field.name: list(getattr(row, field.name).values_list("pk", flat=True))
                for field in self.opts.many_to_many
                if field.name not in changed
            }
            kept[row.pk] = values, related
        return kept


def keep_present(row: Model | None) -> None:
    """Make a version of a row that has none: the last ones were too old and have been deleted."""
    if row and not Version.objects.get_for_object(row).exists():
        with create_revision():
            add_to_revision(row)
            set_comment("Stand vor der Änderung")


class PublicTextAdmin(TextAdmin):
    """Administration of what has a public page (`get_absolute_url`), with its preview."""

    change_form_template = "admin/public_text_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.preview))
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        own = [
            path("<path:object_id>/vorschau/", view, name=name),
            path("vorschau/", view, name=f"{name}_new"),
        ]
        return [*own, *super().get_urls()]

    def preview(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """Show the public page as it would be; errors come back in the form.

        Everything is saved, shown and rolled back, so the page is made by nothing but its view.
        """
        with transaction.atomic():
            response: HttpResponse = self.changeform_view(request, object_id)
            if response.status_code == 302:
                list(messages.get_messages(request))  # "was saved" isn't true here
                response = self.public_page(request, object_id)
            transaction.set_rollback(True)
        return response

    def public_page(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        rows = self.model._default_manager
        row = rows.get(pk=object_id) if object_id else rows.latest("pk")
        asked = copy(request)
        asked.method, asked.path = "GET", row.get_absolute_url()
        match = resolve(asked.path)
        response: HttpResponse = match.func(asked, *match.args, **match.kwargs)
        response["Cache-Control"] = "no-store"
        return response
