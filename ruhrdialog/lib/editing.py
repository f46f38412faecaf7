"""Editing public texts: look before you save, see who changed what, go back."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
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

PRESENT = "present"  # in the context of a form: what a version must not bring back
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
        if request.method == "POST" and self.has_change_permission(request):
            keep_present(self.get_object(request, unquote(object_id)))
        response: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
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
        extra_context = {**(extra_context or {}), PRESENT: self.read_only_values(request)}
        response: HttpResponse = super()._reversion_revisionform_view(
            request, version, template_name, extra_context
        )
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        for key, values in (extra_context or {}).pop(PRESENT, {}).items():
            self.model._default_manager.filter(pk=key).update(**values)
        response: HttpResponse = super().changeform_view(
            request, object_id, form_url, extra_context
        )
        return response

    def read_only_values(self, request: HttpRequest) -> dict[Any, dict[str, Any]]:
        """Return, by key, what each row holds in the columns that its form doesn't change."""
        columns = {field.name for field in self.opts.concrete_fields}
        values = {}
        for row in self.model._default_manager.all():
            names = columns.intersection(self.get_readonly_fields(request, row))
            values[row.pk] = {name: getattr(row, name) for name in names}
        return {key: kept for key, kept in values.items() if kept}


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
