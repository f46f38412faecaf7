"""`{{ text|markdown }}`: what staff write in Markdown, as clean HTML."""

from functools import lru_cache

import nh3
from django import template
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()

MAX_MARKDOWN = 5_000  # signs; a text of nothing but "- a" takes a tenth of a second
# "commonmark" without HTML: what looks like a tag is shown as text. Five lists inside each other
# are deep enough.
parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 10})
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "blockquote"}
TAGS |= {"code", "hr"}


@register.filter
@lru_cache(maxsize=100)  # a mail to 100,000 has the same text
def markdown(text: str) -> SafeString:
    """Return the text as HTML with few harmless tags; links may lead to http(s) and mailto.

    One that is longer than MAX_MARKDOWN, which no form takes, is shown as it was written.
    """
    if len(text) > MAX_MARKDOWN:
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped there
    clean = nh3.clean(
        parser.render(text),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return mark_safe(clean)  # noqa: S308 - cleaned one line above
