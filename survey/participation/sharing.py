"""What helps to share a page: QR codes and the picture that messengers show."""

from functools import lru_cache
from io import BytesIO
from textwrap import wrap

import segno
from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from ruhrdialog.lib.signs import one_line

SIZE = (1200, 630)  # pixels; what Open Graph and Twitter cards show uncut
MARGIN = 80
BLUE, WHITE, YELLOW = "#2044aa", "#ffffff", "#e0a100"


def qr_code(address: str) -> segno.QRCode:
    """Return the QR code of an address, readable with 15 % of it dirty or torn (level M)."""
    return segno.make(address, error="m", micro=False)


@lru_cache(maxsize=64)
def picture(title: str, text: str, call: str) -> bytes:
    """Draw the preview of a shared page and return it as PNG.

    Kept by its words, so that a change by staff gives a new picture.
    """
    title, text = one_line(title), one_line(text)
    image = Image.new("RGB", SIZE, BLUE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 16), fill=YELLOW)
    draw.text((MARGIN, 70), "Ruhr-Konferenz – Dialog", WHITE, font(600, 36))
    draw.text((MARGIN, 150), title, WHITE, fitting(draw, title, 600, 88))
    lines, size = broken_into_lines(text)
    draw.multiline_text((MARGIN, 290), lines, WHITE, font(400, size), spacing=14)
    draw.text((MARGIN, 550), call, YELLOW, font(600, 32))
    output = BytesIO()
    image.quantize(64).save(output, "PNG", optimize=True)
    return output.getvalue()


def broken_into_lines(text: str) -> tuple[str, int]:
    """Return the text in at most four lines and the size of type with which they fit."""
    broken = [(wrap(text, width), size) for size, width in ((48, 44), (42, 50), (36, 58), (30, 70))]
    lines, size = next((fit for fit in broken if len(fit[0]) <= 4), broken[-1])
    return "\n".join(lines[:5]), size


def fitting(draw: ImageDraw.ImageDraw, text: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    """Return the font in the largest size up to `size` in which the text stands in one line."""
    while draw.textlength(text, font(weight, size)) > SIZE[0] - 2 * MARGIN and size > 30:
        size -= 4
    return font(weight, size)


@lru_cache
def font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    file = finders.find(f"fira-sans/fira-sans-{weight}.woff2")
    if file is None:
        raise FileNotFoundError("The fonts are not installed.")
    return ImageFont.truetype(file, size)
