"""The survey's headline and sentences: on every page that needs them, and written once."""

from html import unescape

import pytest

from dev.environment import ROOT
from survey.participation.words import Words

pytestmark = pytest.mark.django_db


def test_pages_previews_and_posters_have_them(client):
    words = Words()
    start = client.get("/").content.decode()
    assert f"<title>{words.headline} – " in start
    assert f"<h1>{words.headline}</h1>" in start
    assert words.effort in start
    assert f'<meta property="og:title" content="{words.headline}">' in start
    form = unescape(client.get("/mitmachen/").content.decode())
    assert f"<h1>{words.headline}</h1>" in form
    assert f'data-title="{words.headline}"' in form
    assert f'<meta name="description" content="{words.headline} {words.summary}">' in form
    poster = client.get("/mitmachen/plakat/").content.decode()
    assert f"<h1>{words.headline}</h1>" in poster
    assert words.effort in poster
    assert words.effort in client.get("/faq/").content.decode()
    shared = client.get("/themenforen/verkehr/mitmachen/").content.decode()
    assert f' {words.summary}">' in shared


def test_the_picture_is_drawn_with_them(client, monkeypatch):
    before = client.get("/mitmachen/bild.png").content
    monkeypatch.setattr(Words, "headline", "Was soll hier schöner werden?")
    assert client.get("/mitmachen/bild.png").content != before


@pytest.mark.parametrize("text", [Words.headline, Words.effort])
def test_no_other_file_has_them_again(text):
    folders = ("templates", "ruhrdialog", "survey", "forums", "faq")
    files = [file for name in folders for file in (ROOT / name).rglob("*.*") if file.is_file()]
    having = [file for file in files if text.encode() in file.read_bytes()]
    assert [file.name for file in having if file.suffix != ".pyc"] == ["words.py"]
