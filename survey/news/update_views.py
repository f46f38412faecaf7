"""News for everybody: the list, each on its page, the Atom feed."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from ruhrdialog.lib.markdown import markdown
from ruhrdialog.lib.pages import public_page
from ruhrdialog.lib.signs import held, one_line
from survey.news.models import Update

IN_THE_FEED = 20


@public_page
def update_list(request: HttpRequest) -> HttpResponse:
    updates = Update.objects.published().prefetch_related("topics")
    return render(request, "survey/updates.html", {"updates": updates})


@public_page
def published_update(request: HttpRequest, slug: str) -> HttpResponse:
    published = Update.objects.published().prefetch_related("topics")
    return render(
        request, "survey/update.html", {"update": get_object_or_404(published, slug=slug)}
    )


def update(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is published; lead who edits it from the address of a draft to its preview."""
    try:
        return published_update(request, slug)
    except Http404:
        draft = Update.objects.filter(published_at=None, slug=slug).first()
        if draft and request.user.has_perm("survey.change_update"):
            return redirect("admin:survey_update_vorschau", draft.pk)
        raise


class SteadyAtom(Atom1Feed):
    """Atom whose bytes stay the same while nothing changes, also without an entry."""

    def latest_post_date(self) -> datetime:
        if self.items:
            return super().latest_post_date()
        return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


class UpdateFeed(Feed[Update, None]):
    """The newest updates as Atom (RFC 4287). Absolute addresses come from the setting.

    One sign that XML can't hold would take the whole feed from everybody.
    """

    feed_type = SteadyAtom
    title = "Neuigkeiten der Ruhr-Konferenz"
    subtitle = "Was aus den Themenforen zu berichten ist."
    author_name = "Ruhr-Konferenz"
    language = "de"

    def link(self) -> str:
        return f"{settings.SITE_URL}{reverse('survey:updates')}"

    def feed_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('survey:feed')}"

    def items(self) -> list[Update]:
        return list(Update.objects.published()[:IN_THE_FEED])

    def item_link(self, item: Update) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_title(self, item: Update) -> str:
        return one_line(item.title)

    def item_description(self, item: Update) -> str:
        return held(markdown(item.text))

    def item_pubdate(self, item: Update) -> datetime | None:
        return item.published_at

    item_updateddate = item_pubdate


feed = public_page(UpdateFeed())
