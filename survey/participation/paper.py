"""The questionnaire on paper: for a pen, or to be read out and answered on the phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forums.models import every_forum
from ruhrdialog.lib.pages import public_page
from survey.submissions.consent import WORDING_VERSION, WORDINGS


@public_page
def questionnaire(request: HttpRequest) -> HttpResponse:
    """Show two pages for printing; they have no field for a name or an e-mail address.

    Either of them on the sheet with the answers would link what the portal keeps apart.
    """
    page = {"forums": every_forum(), "consent": WORDINGS[WORDING_VERSION]}
    return render(request, "survey/paper.html", page)
