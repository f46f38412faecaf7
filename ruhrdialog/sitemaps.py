"""The pages that search engines shall know."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from faq.models import Question
from forums.models import Forum
from survey.news.models import Update
from survey.projects.models import Project

PAGES = (
    *("start", "forums:list", "faq:list", "survey:form", "survey:updates"),
    *("survey:results", "survey:projects"),
)


class OwnAddress(Sitemap[Any]):
    """Absolute addresses by the setting, never by the request's Host."""

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        own = urlsplit(settings.SITE_URL)
        named: Any = SimpleNamespace(domain=own.netloc)
        return super().get_urls(page, named, own.scheme)


class PageSitemap(OwnAddress):
    def items(self) -> tuple[str, ...]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class ForumSitemap(OwnAddress):
    def items(self) -> Any:
        return Forum.objects.all()


class ShareSitemap(ForumSitemap):
    def location(self, item: Forum) -> str:
        return reverse("survey:shared", args=[item.slug])


class ForumResultsSitemap(ForumSitemap):
    def location(self, item: Forum) -> str:
        return reverse("survey:forum_results", args=[item.slug])


class QuestionSitemap(OwnAddress):
    def items(self) -> Any:
        return Question.objects.all()


class UpdateSitemap(OwnAddress):
    def items(self) -> Any:
        return Update.objects.published()


class ProjectSitemap(OwnAddress):
    def items(self) -> Any:
        return Project.objects.released()


SITEMAPS = {
    "pages": PageSitemap,
    "forums": ForumSitemap,
    "shared": ShareSitemap,
    "results": ForumResultsSitemap,
    "questions": QuestionSitemap,
    "updates": UpdateSitemap,
    "projects": ProjectSitemap,
}
