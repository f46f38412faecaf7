"""What all pages of the desk have in common."""

from typing import Any, TypeAlias

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from survey.submissions.models import Submission

Desk: TypeAlias = ModelAdmin[Submission]
LONGEST_KEY = 19  # digits of a bigint


def desk_page(
    desk: Desk,
    request: HttpRequest,
    template: str,
    title: str,
    *,
    status: int = 200,
    **page: Any,
) -> HttpResponse:
    """Render a page of the desk: its template, in the administration's frame."""
    page |= desk.admin_site.each_context(request)
    page |= {"title": title, "opts": desk.opts, "media": desk.media}
    return render(request, f"admin/survey/submission/{template}.html", page, status=status)


def number(text: str | None) -> int:
    """Return the key that was sent, 0 if it is none: Python reads no number of 5,000 digits."""
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST_KEY else 0
