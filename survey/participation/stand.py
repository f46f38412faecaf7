"""Taking part at an information stand, on a device that many use one after the other.

All pages of the stand have one address, and all forms post to it (`at_stand` in
ruhrdialog/lib/posts.py), so that the secret link stands in no address, and neither a cookie nor a
store has to remember where it is. static/js/stand.js shows them in each other's place, so that Back
leads to no text of the last person, and begins anew when nobody is there. The browser keeps none of
them, and the receipt stays closed until it is asked for.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ruhrdialog.lib.posts import public_form
from survey.participation.receipt_views import CANT_TELL, find
from survey.participation.sending import NotStoredError, ask_for_news, store
from survey.participation.sharing import kept_by
from survey.participation.views import check, empty_form, read_signed


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def stand(request: HttpRequest, *, has_printer: bool = False) -> HttpResponse:
    """Show form, check page or receipt, by what the page before has sent."""
    if request.method != "POST":
        response = empty_form(request)
    elif "signed" in request.POST and not {"aendern", "email"} & request.POST.keys():
        response = sent(request, has_printer=has_printer)
    else:
        response = check(request)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def sent(request: HttpRequest, *, has_printer: bool) -> HttpResponse:
    """Store what the check page carries and show the receipt."""
    answers = read_signed(request)
    try:
        address = store(request, answers)
    except NotStoredError as refused:
        return refused.page
    refused_address = ask_for_news(request, address, answers.code) if address else None
    try:
        submission = find(answers.code)
    except CANT_TELL:  # the database went away a moment ago; the link holds all that counts
        submission = None
    page = {
        "submission": submission,
        "has_printer": has_printer,
        "address_is_given": bool(address),
        "address_is_missing": refused_address is not None,
        **kept_by(answers.code),
    }
    return render(request, "survey/stand_receipt.html", page)
