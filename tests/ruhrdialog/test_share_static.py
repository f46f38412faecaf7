"""A page of a former release still finds its files, and the proxy its error pages."""

import contextlib
import os
import re

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponseNotFound
from django.templatetags.static import static
from whitenoise.middleware import WhiteNoiseMiddleware

from ruhrdialog.management.commands import share_static
from ruhrdialog.proxy_pages import TEXTS

pytestmark = pytest.mark.django_db  # an answer's end looks after the connections
HASHED = "ruhrdialog.lib.integrity.Storage"  # as the portal has it
OLD, NEW = "p { color: red }\n" * 20, "p { color: blue }\n" * 20


@pytest.fixture
def release(settings, tmp_path):
    """Deploy a release with one style sheet and two files that never change; return its address.

    Each release brings its collected files with it, as an image does.
    """
    settings.WHITENOISE_ROOT = tmp_path / "shared"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]

    def deploy(style):
        place = tmp_path / str(len(list(tmp_path.iterdir())))
        (place / "own").mkdir(parents=True)
        (place / "own" / "portal.css").write_text(style)
        settings.STATICFILES_DIRS = [place / "own"]
        settings.STATIC_ROOT = place / "collected"
        settings.STORAGES = {"staticfiles": {"BACKEND": HASHED}}
        call_command("collectstatic", "--noinput", verbosity=0)
        share_static.share_files(settings.WHITENOISE_ROOT / "static")
        return static("portal.css")

    return deploy


def served(rf, address):
    """Ask the web server as it starts now."""
    serve = WhiteNoiseMiddleware(lambda _: HttpResponseNotFound())
    with contextlib.closing(serve(rf.get(address))) as response:
        return response.status_code, response.getvalue().decode()


def test_the_old_address_still_answers_with_the_old_bytes(release, rf):
    old = release(OLD)
    new = release(NEW)
    assert old != new
    assert served(rf, old) == (200, OLD)
    assert served(rf, new) == (200, NEW)


def test_it_comes_compressed_as_before(release, rf):
    old = release(OLD)
    release(NEW)
    serve = WhiteNoiseMiddleware(lambda _: HttpResponseNotFound())
    with contextlib.closing(serve(rf.get(old, HTTP_ACCEPT_ENCODING="br"))) as response:
        assert response["Content-Encoding"] == "br"


def test_going_back_to_the_former_release_finds_all_too(release, rf):
    old, new, again = release(OLD), release(NEW), release(OLD)
    assert again == old
    assert served(rf, new) == (200, NEW)


def test_without_it_the_old_address_is_gone(release, rf, settings):
    """So that the tests above show what the folder is for."""
    old = release(OLD)
    release(NEW)
    settings.WHITENOISE_ROOT = None
    assert served(rf, old)[0] == 404


def test_what_is_there_is_never_written_again(release, settings):
    old = release(OLD).removeprefix("/static/")
    kept = settings.WHITENOISE_ROOT / "static" / old
    kept.write_text("was here before")
    release(OLD)
    assert kept.read_text() == "was here before"
    assert [
        file for file in kept.parent.iterdir() if not re.search(r"css(\.gz|\.br)?$", file.name)
    ] == []


def test_the_command_wants_to_know_the_folder(settings):
    settings.SHARED_FOLDER = None
    with pytest.raises(CommandError, match="SHARED_FOLDER"):
        call_command("share_static")


def test_the_proxy_can_read_it_whatever_the_shell_has_set(tmp_path, settings, monkeypatch):
    settings.SHARED_FOLDER = tmp_path
    monkeypatch.setattr(share_static, "share_files", lambda folder: 0)
    before = os.umask(0o077)
    try:
        call_command("share_static", verbosity=0)
    finally:
        assert os.umask(before) == 0o077
    assert (tmp_path / "errors" / "404.html").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "errors").stat().st_mode & 0o777 == 0o755


def test_the_proxys_error_pages_are_like_the_portals(tmp_path):
    share_static.write_error_pages(tmp_path)
    share_static.write_error_pages(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(f"{s}.html" for s in TEXTS)
    for status in TEXTS:
        page = (tmp_path / f"{status}.html").read_text()
        assert '<html lang="de">' in page
        assert f"Fehler {status}" in page
        assert "noindex" in page
    for status in (413, 429, 502, 503, 504):
        page = (tmp_path / f"{status}.html").read_text()
        assert "einen Schritt zurück, dort steht" in " ".join(page.split())
