"""QR codes, which help to share a page, and what a receipt is kept by."""

from typing import Any

import segno
from django.conf import settings
from django.urls import reverse

from ruhrdialog.lib.codes import CODE_LENGTH, grouped


def qr_code(address: str) -> segno.QRCode:
    """Return the QR code of an address, readable with 15 % of it dirty or torn (level M)."""
    return segno.make(address, error="m", micro=False)


def kept_by(code: str) -> dict[str, Any]:
    """Return by what a person keeps a receipt: its secret link, as a QR code too, and its code."""
    address = settings.SITE_URL + reverse("survey:receipt", args=[code])
    return {
        "address": address,
        "qr_code": qr_code(address).svg_data_uri(scale=4),
        "shown_code": grouped(code, CODE_LENGTH // 6),
    }
