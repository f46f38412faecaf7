from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from forums.forms import FilterForm
from forums.models import ContentDate, Forum
from ruhrdialog.lib.pages import neighbours, public_page

NEWEST = 5  # updates on the page of a forum


@public_page
def forum_list(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    page = {"form": form, "forums": form.forums(), "filtered": any(request.GET.values())}
    page["content_date"] = ContentDate.objects.first()
    return render(request, "forums/list.html", page, status=200 if form.is_valid() else 422)


@public_page
def forum_detail(request: HttpRequest, slug: str) -> HttpResponse:
    with_all = Forum.objects.select_related("ministry").prefetch_related("moderators")
    forum = get_object_or_404(with_all, slug=slug)
    page = {
        "forum": forum,
        "updates": forum.updates.published()[:NEWEST],
        "content_date": ContentDate.objects.first(),
    }
    page["previous"], page["next"] = neighbours(forum, Forum.objects.all())
    return render(request, "forums/detail.html", page)
