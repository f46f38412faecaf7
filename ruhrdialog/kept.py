"""What staff typed in a form that can't be taken now: the page that says so keeps it.

Nothing of it is stored: the page holds the fields and sends them once more, after a login in
another window.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ruhrdialog.lib.staff import ADMINISTRATION
from ruhrdialog.lib.typed_by import typed_by

# Where nothing is typed but passwords and codes, or nothing at all.
LEFT_OUT = (f"{ADMINISTRATION}konto/", f"{ADMINISTRATION}logout/")
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def can_be_kept(request: HttpRequest) -> bool:
    """Tell whether this is a form of staff whose fields come back if they can't be taken."""
    is_form = request.method == "POST" and not request.path.startswith(LEFT_OUT)
    return is_form and typed_by(request) is not None


def kept_page(request: HttpRequest, *, is_over: bool = False) -> HttpResponse:
    """Return what was sent, to be sent once more by the account that typed it.

    Passwords are typed anew and files chosen anew. Whoever is logged in as somebody else sees
    nothing of it. `is_over`: the session is too old, though somebody is logged in.
    """
    nobody = is_over or not request.user.is_authenticated
    another = not nobody and typed_by(request) != request.user.pk
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != TOKEN and "password" not in name
    ]
    page = {
        "fields": fields,
        "nobody": nobody,
        "another": another,
        # One word alone is a choice or a key.
        "words": [] if another else [value for _, value in fields if len(value.split()) > 1],
        "has_files": bool(request.FILES),
    }
    return render(request, "admin/kept.html", page, status=403)
