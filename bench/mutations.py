"""Two faults that Cosmic Ray doesn't know: something is left out of a list, or not done at all."""

import re
from collections.abc import Iterator
from typing import Any

import parso
from cosmic_ray.operators.operator import Example, Operator

LABELS = re.compile(
    r"""(\w*verbose_name\w*|help_text|label|description|\w*error_messages?|related_name)=|"""
    r"""f?["'][A-ZÄÖÜ„<]"""
)


class LessItem(Operator):  # type: ignore[misc] # comes without types
    """Leaves out an argument of a call, or an item of a list, tuple or set; no label."""

    def items(self, node: Any) -> list[int]:
        """Return at which places among its children a node has items that can be left out."""
        several = node.type == "arglist" and node.parent.type != "classdef"
        several |= node.type == "testlist_comp" and node.children[1] == ","
        if node.type == "trailer" and node.children[0] == "(":
            inner = node.children[1]
            is_keyword = inner.type == "argument" and inner.children[1] == "="
            places = [1] if is_keyword else []
        else:
            places = list(range(0, len(node.children), 2)) if several else []
        return [at for at in places if not LABELS.match(node.children[at].get_code().strip())]

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        # All at once: Cosmic Ray goes on asking after it has changed the node.
        items = [node.children[place] for place in self.items(node)]
        return iter([(item.start_pos, item.end_pos) for item in items])

    def mutate(self, node: Any, index: int) -> Any:
        place = self.items(node)[index]
        if node.type == "trailer":
            del node.children[place]
        else:  # with the comma behind it, that before the last one
            start = place - 1 if place + 1 == len(node.children) else place
            del node.children[start : start + 2]
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example("filter(pk=1, version=2)", "filter( version=2)"),
            Example("filter(pk=1, version=2)", "filter(pk=1)", occurrence=1),
            Example("a(b=1)", "a()"),
            Example("[a, b, c]", "[a, c]", occurrence=1),
        )


class LessStatement(Operator):  # type: ignore[misc] # comes without types
    """Puts `pass` in the place of a call, or of an assignment to a part of something."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        deeds = node.children[:1] if node.type == "simple_stmt" else []
        return iter([(each.start_pos, each.end_pos) for each in deeds if is_deed(each)])

    def mutate(self, node: Any, index: int) -> Any:
        node.children[0] = parso.parse(f"{node.get_first_leaf().prefix}pass")
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("row.delete()\n", "pass\n"), Example("row.state = 1\n", "pass\n"))


def is_deed(statement: Any) -> bool:
    done = statement.children[0] if statement.type == "expr_stmt" else statement
    return done.type in ("atom_expr", "power")
