"""Results for everybody: of the portal as a whole, and of one forum."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from forums.models import Forum, every_forum
from ruhrdialog.lib.pages import public_page
from survey.results.numbers import PublicNumbers
from survey.results.shown import by_group, figures, promises, results_of, together

MOST_PAIRS = 10  # that stand open; the others are folded up


@public_page
def results(request: HttpRequest) -> HttpResponse:
    row = PublicNumbers.objects.current()
    pairs = together(row.topics)
    page = {
        "numbers": row,
        "figures": figures(row),
        "promises": promises(row),
        "topics": row.topics,
        "groups": by_group(row.topics),
        "pairs": pairs[:MOST_PAIRS],
        "further_pairs": pairs[MOST_PAIRS:],
        "forums": every_forum(),
        "has_samples": row.has_samples,
    }
    return render(request, "results/results.html", page)


@public_page
def of_forum(request: HttpRequest, slug: str) -> HttpResponse:
    forum = get_object_or_404(Forum.objects.select_related("ministry"), slug=slug)
    found = results_of(forum)
    page = {"forum": forum, "results": found, "has_samples": found["has_samples"]}
    return render(request, "results/forum.html", page)
