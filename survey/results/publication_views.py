"""Published contributions for everybody: list and search, each by itself, as feed and as data."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from forums.forms import WordField
from forums.models import Forum
from ruhrdialog.lib.pages import page_with_words
from ruhrdialog.lib.signs import held, one_line
from survey.results.publications import PublicAddress, Publication
from survey.submissions.samples import MARK

ON_A_PAGE = 20
IN_THE_FEED = 50
IN_A_FILE = 500
TERMS = (
    "Diese Texte sind mit Einwilligung veröffentlicht, die jederzeit zurückgenommen werden kann. "
    "Was unter „gone“ steht, ist zurückgenommen: Bitte löschen Sie auch Ihre Kopien davon "
    "(Artikel 17 Absatz 2 DSGVO), und fragen Sie diese Liste mindestens einmal am Tag ab."
)


class PublicationForm(forms.Form):
    """What the list may be asked for."""

    thema = forms.ModelChoiceField(
        Forum.objects.all(),
        to_field_name="slug",
        required=False,
        label="Thema",
        empty_label="Alle Themen",
        error_messages={
            "invalid_choice": "Dieses Thema kennen wir nicht. Bitte wählen Sie eines aus der Liste."
        },
    )
    suche = WordField(label="Wort", help_text="Aus dem Text eines Beitrags")

    def found(self) -> Any:
        """Return what fits, of what everybody may see; nothing when the input is wrong."""
        rows = Publication.objects.visible()
        if not self.is_valid():
            return rows.none()
        if forum := self.cleaned_data["thema"]:
            rows = rows.filter(submission__forum=forum)
        for word in self.cleaned_data["suche"].split():
            texts = Q()
            for name in ("topic", "reason", "proposal", "answer"):
                texts |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(texts)
        return rows


@require_safe
def publication_list(request: HttpRequest) -> HttpResponse:
    asked = any(request.GET.get(name) for name in ("thema", "suche", "seite"))
    return found_publications(request) if asked else newest_publications(request)


@page_with_words
def newest_publications(request: HttpRequest) -> HttpResponse:
    return list_page(request, PublicationForm({}))


@cache_control(private=True, no_cache=True)  # as many pages as there are words
def found_publications(request: HttpRequest) -> HttpResponse:
    return list_page(request, PublicationForm(request.GET))


def list_page(request: HttpRequest, form: PublicationForm) -> HttpResponse:
    pages = Paginator(form.found(), ON_A_PAGE)
    page = {
        "form": form,
        "filtered": bool(form.data),
        "page": pages.get_page(request.GET.get("seite")),
        "has_samples": Publication.objects.visible().filter(is_made_up()).exists(),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "results/publications.html", page, status=status)


def is_made_up() -> Q:
    return Q(reason__startswith=MARK) | Q(proposal__startswith=MARK)


@page_with_words
def publication(request: HttpRequest, key: str) -> HttpResponse:
    address = get_object_or_404(PublicAddress, code=key)
    found = Publication.objects.visible().filter(address=address).first()
    if found is None:
        return render(request, "results/gone.html", {"address": address}, status=410)
    made_up = found.reason.startswith(MARK) or found.proposal.startswith(MARK)
    linked = found.submission.project_links.filter(project__released_on__isnull=False)
    page = {
        "publication": found,
        "projects": [link.project for link in linked.select_related("project")],
        "has_samples": made_up,
    }
    return render(request, "results/publication.html", page)


@page_with_words
def data(request: HttpRequest) -> HttpResponse:
    """Give what is published as JSON, the newest first, and all that has gone."""
    rows = Publication.objects.visible()[:IN_A_FILE]
    published = [
        {
            "address": settings.SITE_URL + row.get_absolute_url(),
            "published_on": row.address.published_on if row.address else None,
            "topic": row.topic,
            "reason": row.reason,
            "proposal": row.proposal,
            "answer": row.answer,
        }
        for row in rows
    ]
    gone = [
        {"address": settings.SITE_URL + row.get_absolute_url(), "gone_on": row.gone_on}
        for row in PublicAddress.objects.gone().order_by("-published_on", "code")
    ]
    options = {"ensure_ascii": False, "indent": 1}
    found = {"terms": TERMS, "published": published, "gone": gone}
    return JsonResponse(found, json_dumps_params=options)


@page_with_words
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest as Atom (RFC 4287), and what has gone lately without its words."""
    own = settings.SITE_URL + reverse("survey:publications")
    atom = Atom1Feed(
        title="Veröffentlichte Beiträge der Ruhr-Konferenz",
        link=own,
        description=TERMS,
        subtitle=TERMS,
        language="de",
        feed_url=settings.SITE_URL + reverse("survey:publication_feed"),
        author_name="Ruhr-Konferenz",
    )
    for row in Publication.objects.visible()[:IN_THE_FEED]:
        if row.address:
            day = start_of(row.address.published_on)
            texts = "\n\n".join(filter(None, (row.reason, row.proposal)))
            atom.add_item(
                title=one_line(row.headline),
                link=settings.SITE_URL + row.get_absolute_url(),
                description=held(texts),
                pubdate=day,
                updateddate=day,
            )
    for gone in PublicAddress.objects.gone().order_by("-published_on", "code")[:IN_THE_FEED]:
        day = start_of(gone.gone_on or timezone.localdate())
        atom.add_item(
            title="Zurückgenommen",
            link=settings.SITE_URL + gone.get_absolute_url(),
            description="Dieser Beitrag ist nicht mehr öffentlich. Bitte löschen Sie Ihre Kopie.",
            pubdate=day,
            updateddate=day,
        )
    content = atom.writeString("utf-8")
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def start_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
