"""Published contributions for everybody: list and search, each by itself, as feed and as data."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
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
from survey.results.links import projects_of
from survey.results.publications import PublicAddress, Publication
from survey.results.sentences import Sentence
from survey.submissions.samples import MARK

ON_A_PAGE = 20
IN_THE_FEED = 50
IN_A_FILE = 500
TERMS = (
    "Diese Texte sind mit Einwilligung veröffentlicht, die jederzeit zurückgenommen werden kann. "
    "Was unter „gone“ oder als „Zurückgenommen“ steht, ist zurückgenommen: Bitte löschen Sie auch "
    "Ihre Kopien davon (Artikel 17 Absatz 2 DSGVO), und fragen Sie diese Liste mindestens einmal "
    "am Tag ab. Was hier keinen Platz mehr hat, steht unter der Adresse „next“."
)
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


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
    satz = forms.ModelChoiceField(
        Sentence.objects.released(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Diesen Satz gibt es nicht mehr."},
    )

    def found(self) -> Any:
        """Return what fits, of what everybody may see; nothing when the input is wrong."""
        rows = Publication.objects.visible()
        if not self.is_valid():
            return rows.none()
        if forum := self.cleaned_data["thema"]:
            rows = rows.filter(submission__forum=forum)
        if sentence := self.cleaned_data["satz"]:
            rows = rows.filter(submission__sentences=sentence)
        for word in self.cleaned_data["suche"].split():
            texts = Q()
            for name in ("topic", "reason", "proposal", "answer"):
                texts |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(texts)
        return rows


@require_safe
def publication_list(request: HttpRequest) -> HttpResponse:
    asked = any(request.GET.get(name) for name in ("thema", "suche", "satz", "seite"))
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
        "sentence": form.cleaned_data.get("satz"),
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
    page = {
        "publication": found,
        "projects": projects_of(found.submission),
        "sentences": found.submission.sentences.released().select_related("forum"),
        "has_samples": made_up,
    }
    return render(request, "results/publication.html", page)


def part_of(
    request: HttpRequest, size: int, *lists: QuerySet[Any]
) -> tuple[list[Sequence[Any]], str]:
    """Return of some lists the part that an address asks for, and the address of the next part.

    The last part has no next. Raises Http404 where there is none.
    """
    asked = request.GET.get("seite", "1")
    if not PAGE_NUMBER.fullmatch(asked):
        raise Http404("No such part.")
    begin = (int(asked) - 1) * size
    parts = [list(rows[begin : begin + size + 1]) for rows in lists]
    if begin and not any(parts):
        raise Http404("No such part.")
    is_last = all(len(part) <= size for part in parts)
    following = f"{settings.SITE_URL}{request.path}?seite={int(asked) + 1}"
    return [part[:size] for part in parts], "" if is_last else following


@page_with_words
def data(request: HttpRequest) -> HttpResponse:
    """Give what is published as JSON, the newest first, and all that has gone."""
    rows: tuple[Any, Any] = (Publication.objects.visible(), PublicAddress.objects.gone())
    (published, gone), following = part_of(request, IN_A_FILE, *rows)
    found = {
        "terms": TERMS,
        "next": following or None,
        "published": [
            {
                "address": settings.SITE_URL + row.get_absolute_url(),
                "published_on": row.address.published_on,
                "topic": row.topic,
                "reason": row.reason,
                "proposal": row.proposal,
                "answer": row.answer,
            }
            for row in published
        ],
        "gone": [
            {"address": settings.SITE_URL + row.get_absolute_url(), "gone_on": row.gone_on}
            for row in gone
        ],
    }
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


class PagedFeed(Atom1Feed):
    """Atom that names its next part (RFC 5005, section 3)."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["next"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next"]})


@page_with_words
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest as Atom (RFC 4287), and what has gone without its words."""
    rows: tuple[Any, Any] = (Publication.objects.visible(), PublicAddress.objects.gone())
    (published, gone), following = part_of(request, IN_THE_FEED, *rows)
    atom = PagedFeed(
        title="Veröffentlichte Beiträge der Ruhr-Konferenz",
        link=settings.SITE_URL + reverse("survey:publications"),
        description=TERMS,
        subtitle=TERMS,
        language="de",
        feed_url=settings.SITE_URL + request.path,
        author_name="Ruhr-Konferenz",
        next=following,
    )
    for row in published:
        texts = "\n\n".join(filter(None, (row.reason, row.proposal)))
        add_entry(atom, row, row.address.published_on, one_line(row.headline), held(texts))
    for row in gone:
        words = "Dieser Beitrag ist nicht mehr öffentlich. Bitte löschen Sie Ihre Kopie."
        add_entry(atom, row, row.gone_on or timezone.localdate(), "Zurückgenommen", words)
    content = atom.writeString("utf-8")
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def add_entry(atom: Atom1Feed, row: Any, day: date, title: str, words: str) -> None:
    """Add an entry; what has gone takes the place of what was published, by the same id."""
    address = settings.SITE_URL + row.get_absolute_url()
    start = timezone.make_aware(datetime.combine(day, time.min))
    atom.add_item(
        title=title,
        link=address,
        unique_id=address,
        description=words,
        pubdate=start,
        updateddate=start,
    )
