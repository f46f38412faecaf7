"""What every template may use. Only the survey's period is asked for, and it may be unknown: pages
stand on an empty database, and while it is away."""

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import escape_uri_path

from ruhrdialog.lib.posts import at_stand
from survey.participation.words import Words


def site(request: HttpRequest) -> dict[str, Any]:
    """Give the site's own address, the page's canonical one, the operator's and survey's words."""
    words = Words()
    return {
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + escape_uri_path(request.path),
        "operator": settings.OPERATOR,
        "survey": words,
        "menu": partial(menu, request.path, words),
        "stand": request.path if at_stand(request) else "",
        "sign_language_video": settings.OPERATOR_SIGN_LANGUAGE_VIDEO,
        "easy_language_checked": settings.OPERATOR_EASY_LANGUAGE_CHECKED,
    }


MENU = {
    "survey:form": "",
    "forums:list": "Themen",
    "survey:results": "Ergebnisse",
    "faq:list": "Fragen",
    "survey:code": "Beleg",
}


@cache
def addresses() -> list[tuple[str, str]]:
    return [(reverse(view_name), label) for view_name, label in MENU.items()]


def menu(path: str, words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield address and label of the main menu, and whether the visitor is there, or below it:
    below the first that fits, since the survey of a topic stands below the topics, too."""
    place = next((address for address, _ in addresses() if address in path), None)
    for address, label in addresses():
        current = "page" if path == address else "true" if address == place else ""
        yield address, label or words.name, current
