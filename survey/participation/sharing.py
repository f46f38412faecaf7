"""QR codes, which help to share a page."""

import segno


def qr_code(address: str) -> segno.QRCode:
    """Return the QR code of an address, readable with 15 % of it dirty or torn (level M)."""
    return segno.make(address, error="m", micro=False)
