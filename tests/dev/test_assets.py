"""KERN's style sheet without what the portal doesn't use: nothing that it does use is missing."""

import re

import pytest

from dev import assets
from dev.environment import ROOT

WHOLE = assets.NODE_MODULES / "@kern-ux" / "native" / "dist" / "kern.min.css"
CLASS = re.compile(r"kern-[A-Za-z0-9_-]+")
# A name of which a part comes from elsewhere: PurgeCSS would not see what becomes of it.
COMPOSED = re.compile(r"kern-(?:[A-Za-z0-9_-]*[_-])?(?:\{|\$\{|[\"'`] *\+)")


@pytest.fixture(scope="module")
def whole():
    return WHOLE.read_text()


@pytest.fixture(scope="module")
def left():
    return (assets.STYLES / "kern.min.css").read_text()


def classes(style):
    return {name[1:] for name in re.findall(r"\.kern-[A-Za-z0-9_-]+", style)}


def missing(whole, left):
    """Return the classes of KERN that the portal names and that its style sheet doesn't know."""
    named = set(CLASS.findall(assets.looked_through().decode()))
    return named & classes(whole) - classes(left)


def test_no_class_is_missing(whole, left):
    assert missing(whole, left) == set()
    assert len(classes(left)) >= 30


def test_a_missing_one_is_noticed(whole, left):
    assert missing(whole, left.replace(".kern-btn--primary", ".gone")) == {"kern-btn--primary"}


def test_the_rest_is_gone(whole, left):
    assert "kern-btn--tertiary" in classes(whole)
    assert "kern-btn--tertiary" not in classes(left)
    assert len(left) < len(whole) / 4


def test_every_property_that_is_used_has_a_value(whole, left):
    own = "".join(file.read_text() for file in (ROOT / "styles").iterdir())
    used = set(re.findall(r"var\((--[a-z0-9-]+)", left + own))
    known = set(re.findall(r"(--[a-z0-9-]+) *:", left + own))
    by_kern = set(re.findall(r"(--[a-z0-9-]+) *:", whole))
    assert used & by_kern <= known
    assert used >= {"--kern-color-action-default"}


def test_no_class_is_put_together_of_pieces():
    assert COMPOSED.findall(assets.looked_through().decode()) == []
    for text in ('class="kern-alert--{{ level }}"', '"kern-btn--" + kind', "`kern-${name}`"):
        assert COMPOSED.search(text), text
