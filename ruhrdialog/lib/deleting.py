"""Deleting many rows at once in the administration, however many were chosen."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

MOST_AT_ONCE = 1000  # rows of one deletion, as of other actions: they take seconds


def delete_many(desk: Any, request: HttpRequest, rows: Any) -> HttpResponse | None:
    """Ask before rows are deleted, as Django's own action does, and delete what was shown.

    Django's page has a field for each row, and a form may have only so many. Ours carries the keys
    in one: what has come since then isn't deleted unseen.
    """
    if "later" in request.POST:
        chosen = rows.filter(pk__in=read_keys(desk, request.POST[ACTION_CHECKBOX_NAME]))
        if not chosen.exists():
            messages.warning(request, "Es wurde nichts gelöscht: Das gibt es hier nicht mehr.")
            return None
        later = request.POST["later"]
    else:
        ordered = rows.order_by(*desk.get_ordering(request) or rows.model._meta.ordering)
        keys = list(ordered.values_list("pk", flat=True)[:MOST_AT_ONCE])
        chosen = rows.filter(pk__in=keys)
        later = str(rows.count() - len(keys))
    response: HttpResponse | None = delete_selected(desk, request, chosen)
    if isinstance(response, TemplateResponse) and response.context_data is not None:
        carried = ",".join(str(row.pk) for row in chosen)
        response.context_data |= {"keys": carried, "later": later, "most": MOST_AT_ONCE}
    elif later.isdecimal() and later.strip("0"):
        again = "Bitte führen Sie die Aktion noch einmal aus."
        messages.warning(request, f"Noch nicht gelöscht: {later[:9]}. {again}")
    return response


def read_keys(desk: Any, carried: str) -> list[Any]:
    """Return the keys that the page has carried. Raises BadRequest if they were changed."""
    try:
        return [desk.opts.pk.to_python(key) for key in carried.split(",")]
    except ValidationError as error:
        raise BadRequest("These are no keys.") from error
