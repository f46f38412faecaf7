"""`manage.py share_static`: what outlives a release, and what the proxy serves without the portal.

SHARED_FOLDER gets the hashed static files of this release beside those of the former ones, so that
a page from before still finds its styles, and the error pages of the proxy. Nothing that is there
changes: an address with a hash has one content for good.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand, CommandError

from ruhrdialog.proxy_pages import TEXTS, proxy_page


class Command(BaseCommand):
    help = "Legt die statischen Dateien dieser Fassung zu denen der früheren, für den Proxy."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SHARED_FOLDER:
            raise CommandError("SHARED_FOLDER ist nicht gesetzt; das README sagt, was es ist.")
        before = os.umask(0o022)  # the proxy is another user, whatever the shell has set
        try:
            added = share_files(settings.SHARED_FOLDER / "public" / "static")
            write_error_pages(settings.SHARED_FOLDER / "errors")
        finally:
            os.umask(before)
        self.stdout.write(f"{added} neue Dateien, {len(TEXTS)} Fehlerseiten.")


def share_files(folder: Path) -> int:
    """Copy the hashed files that the folder doesn't have yet; return how many these were."""
    added = 0
    for file in collected_files():
        target = folder / file.relative_to(staticfiles_storage.path(""))
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            put(target, file.read_bytes())
            added += 1
    return added


def collected_files() -> Iterator[Path]:
    """Yield the hashed files of this release, and what was made of them by compressing."""
    storage: Any = staticfiles_storage  # the types don't know which the settings choose
    for name in storage.hashed_files.values():
        for ending in ("", ".gz", ".br"):
            file = Path(storage.path(f"{name}{ending}"))
            if file.exists() or not ending:
                yield file


def write_error_pages(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for status in TEXTS:
        put(folder / f"{status}.html", proxy_page(status).encode())


def put(target: Path, content: bytes) -> None:
    """Write a file whole: who reads at that moment gets the former one, or none."""
    new = target.with_name(f"{target.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(target)
