"""What a page tells of its styles and scripts, so that a browser takes no others."""

import base64
import hashlib

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from ruhrdialog.lib.integrity import Script, Stylesheet, script, stylesheet


@pytest.fixture
def collected(settings, tmp_path):
    """Collect a style sheet that names a picture, and a script; return where they lie then."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.css").write_text('body { background: url("a.svg"); }')
    (tmp_path / "source" / "a.svg").write_text("<svg/>")
    (tmp_path / "source" / "a.js").write_text("1;")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {"staticfiles": {"BACKEND": "ruhrdialog.lib.integrity.Storage"}}
    call_command("collectstatic", "--noinput", verbosity=0)
    return settings.STATIC_ROOT


def told(file):
    return f"sha384-{base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()}"


def test_the_hash_is_that_of_the_file_in_which_addresses_were_replaced(collected):
    [file] = collected.glob("a.*.css")
    assert 'url("a.svg")' not in file.read_text()
    assert stylesheet("a.css") == (
        f'<link rel="stylesheet" href="/static/{file.name}" integrity="{told(file)}">'
    )


def test_a_script_keeps_its_attributes(collected):
    [file] = collected.glob("a.*.js")
    assert script("a.js", type="module") == (
        f'<script src="/static/{file.name}" integrity="{told(file)}" type="module"></script>'
    )


def test_what_is_changed_after_collecting_keeps_the_hash_that_it_no_longer_fits(collected):
    [file] = collected.glob("a.*.js")
    before = told(file)
    file.write_text("2;")
    assert before in script("a.js")


def test_where_nothing_was_collected_there_is_none(settings, collected):
    settings.DEBUG = True
    assert stylesheet("a.css") == '<link rel="stylesheet" href="/static/a.css">'
    settings.DEBUG = False
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    assert script("a.js") == '<script src="/static/a.js"></script>'


def test_a_collection_of_a_former_release_tells_none(collected):
    (collected / "staticfiles.json").write_text('{"version": "1.1", "paths": {}, "hash": ""}')
    assert staticfiles_storage.integrity == {}


def test_the_pages_of_the_administration_take_them_too():
    assert str(Stylesheet("css/desk.css")) == stylesheet("css/desk.css")
    assert str(Script("js/desk.js")) == script("js/desk.js")
