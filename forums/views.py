from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from forums.forms import FilterForm
from forums.models import ContentDate, Forum, every_forum, findable
from ruhrdialog.lib.pages import neighbours, public_page

NEWEST = 5  # updates on the page of a forum


@require_safe
def forum_list(request: HttpRequest) -> HttpResponse:
    """Show all forums, or those that somebody looks for."""
    filtered = any(request.GET.get(name) for name in FilterForm.base_fields)
    return found_forums(request) if filtered else whole_list(request)


@public_page
def whole_list(request: HttpRequest) -> HttpResponse:
    page = {"form": FilterForm(), "shown": findable(), "content_date": ContentDate.objects.first()}
    return render(request, "forums/list.html", page)


@require_safe
@cache_control(private=True, no_cache=True)  # as many pages as there are words
def found_forums(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    found = form.forums()
    page = {
        "form": form,
        "found": found,
        "shown": found or findable(),
        "moderators": form.moderators(),
        "filtered": True,
        "content_date": ContentDate.objects.first(),
    }
    return render(request, "forums/list.html", page, status=200 if form.is_valid() else 422)


@public_page
def forum_detail(request: HttpRequest, slug: str) -> HttpResponse:
    with_all = Forum.objects.select_related("ministry").prefetch_related("moderators")
    forum = get_object_or_404(with_all, slug=slug)
    page = {
        "forum": forum,
        "others_of_group": [
            other for other in every_forum() if other.group == forum.group and other != forum
        ],
        "updates": forum.updates.published()[:NEWEST],
        "content_date": ContentDate.objects.first(),
    }
    page["previous"], page["next"] = neighbours(forum, Forum.objects.all())
    return render(request, "forums/detail.html", page)
