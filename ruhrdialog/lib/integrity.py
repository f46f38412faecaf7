"""Styles and scripts of the portal, which a browser takes only as they were collected.

The page says their hash (W3C Subresource Integrity): a proxy or a folder that gives other bytes
gives nothing. Collecting writes it beside the names, when the addresses inside the files are
replaced; where nothing was collected, as in DEBUG and in unit tests, there is none.
"""

import base64
import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.forms.utils import flatatt
from django.forms.widgets import MediaAsset
from django.utils.html import format_html
from django.utils.safestring import SafeString
from whitenoise.storage import CompressedManifestStaticFilesStorage

register = template.Library()


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # has no types
    """Hashed names, compressed beforehand, and in the manifest what a browser compares."""

    def save_manifest(self) -> None:
        super().save_manifest()
        manifest = json.loads(self.read_manifest())
        manifest["integrity"] = {
            name: digest(Path(self.path(hashed)))
            for name, hashed in self.hashed_files.items()
            if name.endswith((".css", ".js"))
        }
        self.manifest_storage.delete(self.manifest_name)
        self.manifest_storage._save(self.manifest_name, ContentFile(json.dumps(manifest).encode()))

    @cached_property
    def integrity(self) -> dict[str, str]:
        """What a browser is told of each file, by the name that it has in the code."""
        manifest = json.loads(self.read_manifest() or "{}")
        hashes: dict[str, str] = manifest.get("integrity", {})
        return hashes


def digest(file: Path) -> str:
    sha384 = hashlib.sha384(file.read_bytes()).digest()
    return f"sha384-{base64.b64encode(sha384).decode()}"


class Own(MediaAsset):
    """A file of the portal, for templates and for `Media` of the administration."""

    def __init__(self, name: str, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.name, self.others = name, attributes

    def __str__(self) -> str:
        hashes = {} if settings.DEBUG else getattr(staticfiles_storage, "integrity", {})
        told = {"integrity": hashes[self.name]} if self.name in hashes else {}
        shown = flatatt({**self.others, **told})
        return format_html(self.element_template, path=self.path, attributes=shown)


class Stylesheet(Own):
    element_template = '<link rel="stylesheet" href="{path}"{attributes}>'


class Script(Own):
    element_template = '<script src="{path}"{attributes}></script>'


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    return Stylesheet(name).__html__()


@register.simple_tag
def script(name: str, **attributes: Any) -> SafeString:
    return Script(name, **attributes).__html__()
