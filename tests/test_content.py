"""The whole content is there: read from the fixtures, found on the pages."""

import json
import re
from html import unescape

import pytest

from dev.environment import ROOT

pytestmark = pytest.mark.django_db


def fixture(name):
    rows = json.loads((ROOT / "fixtures" / f"{name}.json").read_text())
    return [(row["model"], row["fields"]) for row in rows]


def words(html):
    """Return the text of a page with all blanks alike, so that sentences can be looked for."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def test_every_forum_is_on_its_page_with_all_it_has(client):
    ministries = {fields["slug"]: fields["name"] for _, fields in fixture("ministries")}
    forums = [fields for model, fields in fixture("forums") if model == "forums.forum"]
    moderators = [fields for model, fields in fixture("forums") if model == "forums.moderator"]
    assert (len(ministries), len(forums), len(moderators)) == (13, 20, 43)
    for forum in forums:
        page = words(client.get(f"/themenforen/{forum['slug']}/").content.decode())
        ministry = ministries[forum["ministry"][0]]
        for text in (forum["title"], forum["question"], forum["goals"], ministry):
            assert text in page
        for moderator in moderators:
            if moderator["forum"] == [forum["slug"]]:
                assert moderator["name"] in page
                assert moderator["office"] in page


def test_every_question_is_on_its_page_and_on_the_list(client):
    questions = [fields for _, fields in fixture("faq")]
    assert len(questions) == 12
    whole = words(client.get("/faq/").content.decode())
    for question in questions:
        page = words(client.get(f"/faq/{question['slug']}/").content.decode())
        # Without the signs of Markdown: list marks, brackets and addresses of links.
        answer = re.sub(r"^(\d\.|-) |\]\([^)]*\)|\[", "", question["answer"], flags=re.MULTILINE)
        for text in (question["question"], " ".join(answer.split())):
            assert text in page
            assert text in whole


def test_the_extraction_left_no_trace():
    for name in ("ministries", "forums", "faq"):
        text = (ROOT / "fixtures" / f"{name}.json").read_text()
        values = "\n".join(re.findall(r': "(.*)"', text))
        assert not re.search(r"  |\.\.| ,|,[^\s]|\xa0|lebens-|arbei-|sektoren-", values)
