"""The picture that messengers show beside a link; only the view that gives it loads Pillow."""

from functools import lru_cache
from io import BytesIO

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from ruhrdialog.lib.signs import one_line

MARGIN, RIGHT = 80, 1120  # pixels of 1200 x 630, which Open Graph and Twitter cards show uncut
BESIDE = 256  # right of the pictogram
# Sizes of type, and how many lines of each there is room for
ALONE = [(84, 2), (64, 2), (48, 3)]
BESIDE_PICTOGRAM = [(92, 1), (76, 1), (64, 2), (48, 2)]
QUESTION = [(46, 2), (42, 2), (38, 3), (34, 3), (30, 4), (26, 4)]
INK, WHITE = "#131525", "#ffffff"


@lru_cache(maxsize=64)
def picture(title: str, text: str, call: str, group: str = "") -> bytes:
    """Draw the preview of a shared page and return it as PNG; `group` chooses the pictogram.

    Kept by its words, so that a change by staff gives a new picture.
    """
    image = Image.open(file(f"pictures/{group or 'all'}.png")).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN + 68, 38), "Ruhr-Konferenz – Dialog", INK, font(600, 34))
    left, middle, below = (BESIDE, 176, 262) if group else (MARGIN, 190, 290)
    sizes = BESIDE_PICTOGRAM if group else ALONE
    title, size = fitting(one_line(title), 600, sizes, RIGHT - left)
    draw.multiline_text((left, middle), title, INK, font(600, size), anchor="lm", spacing=6)
    text, size = fitting(one_line(text), 400, QUESTION, RIGHT - MARGIN)
    draw.multiline_text((MARGIN, below), text, INK, font(400, size), spacing=12)
    draw.text((MARGIN, 603), call, WHITE, font(600, 28), anchor="lm")
    output = BytesIO()
    image.quantize(64).save(output, "PNG", optimize=True)
    return output.getvalue()


def fitting(text: str, weight: int, sizes: list[tuple[int, int]], width: int) -> tuple[str, int]:
    """Return the text in lines and its size of type: the first with which it takes few enough."""
    for size, most in sizes:
        lines = broken_into_lines(text, font(weight, size), width)
        if len(lines) <= most:
            break
    return "\n".join(lines[:most]), size


def broken_into_lines(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break the text into as few lines as it takes, about as long as each other."""
    fewest = filled(text, face, width)
    for narrower in range(width - 40, width // 2, -40):
        lines = filled(text, face, narrower)
        if len(lines) > len(fewest) or max(map(face.getlength, lines)) > narrower:
            break
        fewest = lines
    return fewest


def filled(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break the text into lines that are as full as they can be."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache
def font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file(f"fira-sans/fira-sans-{weight}.woff2"), size)


def file(name: str) -> str:
    """Return where one of the static files lies."""
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError("Fonts and pictures are not installed.")
    return str(found)
