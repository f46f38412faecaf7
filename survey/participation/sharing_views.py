"""What a share box offers: QR code, picture and poster of the survey or of one topic."""

from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from forums.models import Forum, Group
from ruhrdialog.lib.pages import public_page
from survey.participation.sharing import qr_code
from survey.participation.words import Words


@public_page
def qr_svg(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    return file("image/svg+xml; charset=utf-8", drawn(slug, kind="svg", scale=8))


@public_page
def qr_png(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    return file("image/png", drawn(slug, kind="png", scale=20))


@public_page
def preview(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Give the picture that messengers show beside the link."""
    from survey.participation.pictures import picture  # loads Pillow, which few need

    topic = Forum.objects.filter(slug=slug).first()
    return file("image/png", picture(*words(slug), Words().call, topic.group if topic else ""))


@public_page
def poster(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Show a page made for printing on A4."""
    title, text = words(slug)
    there = address(slug)
    operator = settings.OPERATOR
    code = qr_code(there).svg_data_uri(scale=10, border=0)
    page = {
        "title": title,
        "text": text,
        "short_address": urlsplit(settings.SITE_URL).netloc,
        "sender": ", ".join(f"{operator['name']}\n{operator['address']}".split("\n")).strip(", "),
        "groups": Group.values,
        "canonical": there,
        "qr_code": code,
        "topic": Forum.objects.filter(slug=slug).first(),
    }
    return render(request, "survey/poster.html", page)


def drawn(slug: str | None, *, kind: str, scale: int) -> bytes:
    """Return the QR code of the shared address; `scale` is pixels or units a module."""
    output = BytesIO()
    qr_code(address(slug)).save(output, kind=kind, scale=scale)
    return output.getvalue()


def address(slug: str | None) -> str:
    """Return the absolute address that is shared. Raises Http404 for an unknown forum."""
    if slug is None:
        return settings.SITE_URL + reverse("survey:form")
    get_object_or_404(Forum, slug=slug)
    return settings.SITE_URL + reverse("survey:shared", args=[slug])


def words(slug: str | None) -> tuple[str, str]:
    """Return headline and sentence. Raises Http404 for an unknown forum."""
    if slug is None:
        return Words.headline, "20 Themenforen suchen Antworten. Jeder Beitrag geht an eines davon."
    forum = get_object_or_404(Forum, slug=slug)
    return forum.title, forum.question


def file(content_type: str, content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=content_type)
