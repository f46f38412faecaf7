"""Texts for mails without HTML: Markdown without its marks, and lines of a length that travels."""

import re
import textwrap
from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from ruhrdialog.lib.markdown import MAX_MARKDOWN, parser
from ruhrdialog.lib.signs import held

WIDTH = 72  # signs; some servers break at 76, in the middle of an address
BULLET = "• "
START = re.compile(r" *(?:• |\d{1,9}\. )?")
LEADS_OUT = ("http://", "https://", "mailto:")
HARD_BREAK = "\n"


def plain(text: str) -> str:
    """Return Markdown as a plain text: links follow their paragraph, each on a line of its own.

    One that is longer than MAX_MARKDOWN, which no form takes, stays as it was written.
    """
    if len(text) > MAX_MARKDOWN:
        return text
    return "\n\n".join(blocks(SyntaxTreeNode(parser.parse(held(text)))))


def blocks(node: SyntaxTreeNode) -> Iterator[str]:
    """Yield the paragraphs of a part of the tree, and what is as high as one."""
    for child in node.children:
        if child.type in ("paragraph", "heading"):
            yield from paragraph(child)
        elif child.type in ("bullet_list", "ordered_list"):
            yield listed(child)
        elif child.type in ("code_block", "fence"):
            yield indented(child.content.rstrip("\n"), "    ")
        elif child.type == "blockquote":
            yield indented("\n\n".join(blocks(child)), "    ")
        elif child.type == "hr":
            yield "–" * 8


def listed(node: SyntaxTreeNode) -> str:
    start = int(node.attrs.get("start", 1))
    items = []
    for number, item in enumerate(node.children, start):
        mark = BULLET if node.type == "bullet_list" else f"{number}. "
        items.append(mark + indented("\n".join(blocks(item)), " " * len(mark)).lstrip(" "))
    return "\n".join(items)


def indented(text: str, by: str) -> str:
    return "\n".join(f"{by}{line}" if line else "" for line in text.split("\n"))


def paragraph(node: SyntaxTreeNode) -> Iterator[str]:
    """Yield the words of a paragraph, then where its links lead to."""
    links: list[str] = []
    words = "".join(spoken(node, links))
    if words.strip():
        yield words.strip()
    if links:
        yield "\n".join(links)


def spoken(node: SyntaxTreeNode, links: list[str]) -> Iterator[str]:
    for child in node.children:
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type == "softbreak":
            yield " "
        elif child.type == "hardbreak":
            yield HARD_BREAK
        elif child.type == "link":
            yield link(child, links)
        else:  # emphasis; of a picture what it says
            yield "".join(spoken(child, links))


def link(node: SyntaxTreeNode, links: list[str]) -> str:
    """Return the words of a link; unless they are its target, that goes to the others."""
    words = "".join(spoken(node, links))
    target = str(node.attrs.get("href", ""))
    if target.startswith(LEADS_OUT) and words not in (target, target.removeprefix("mailto:")):
        links.append(f"{words.strip()}:\n{target}")
    return words


def wrapped(text: str) -> str:
    """Return a text in lines of WIDTH signs at most; a longer word, as a link, stays whole."""
    return "\n".join(wrapped_line(line) for line in text.split("\n"))


def wrapped_line(line: str) -> str:
    if len(line) <= WIDTH:
        return line
    start = START.match(line)
    width = len(start[0]) if start else 0
    return textwrap.fill(
        line,
        WIDTH,
        subsequent_indent=" " * min(width, WIDTH // 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
