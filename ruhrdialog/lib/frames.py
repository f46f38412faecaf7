"""What stands around the content of a page, rendered once for all who see the same."""

from django import template
from django.core.cache import caches
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString

from ruhrdialog.lib.pages import PAGE_SECONDS

register = template.Library()
pages = caches["pages"]


class FrameNode(template.Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> SafeString:
        same, page = context.get("frame"), context.template
        if same is None or page is None:
            return self.nodelist.render(context)
        where = f"{context['request'].path}:{context['survey'].phase}"
        place = f"frame:{self.name}:{page.name}:{where}:{same}"
        kept: SafeString | None = pages.get(place)
        if kept is None:
            kept = self.nodelist.render(context)
            pages.set(place, kept, PAGE_SECONDS)
        return kept


@register.tag
def frame(parser: Parser, token: Token) -> FrameNode:
    """Keep a part of a page whose view gives `frame`: what besides template, address and the
    survey's phase tells one such page from another, as a text of few values."""
    _, name = token.split_contents()
    nodelist = parser.parse(["endframe"])
    parser.delete_first_token()
    return FrameNode(name, nodelist)
