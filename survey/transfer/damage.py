"""Tells texts that were damaged on their way: read with the wrong encoding and saved again."""

import re


def of_bytes(first: int, last: int, encoding: str) -> str:
    """Return, for use in a set of signs, what some bytes are in an encoding."""
    signs = bytes(range(first, last + 1)).decode(encoding, "ignore")
    return re.escape(signs)


# What comes behind the first byte of a sign in UTF-8, read as text of Windows or as Latin-1.
BEHIND = of_bytes(0x80, 0xBF, "cp1252") + of_bytes(0x80, 0xBF, "latin-1")
LETTER = "[A-Za-zÄÖÜäöüß]"
DAMAGED = re.compile(
    "|".join(
        (
            f"[ÂÃÅ][{BEHIND}]",  # western letters, as in "BrÃ¼cke"
            "Ä[Ÿ°±‡™\x8d]",  # Turkish and Polish ones
            f"(?:[ÐÑ][{BEHIND}]){{2}}",  # Cyrillic
            f"(?:[ØÙ][{BEHIND}]){{2}}",  # Arabic
            f"(?:[ÎÏ][{BEHIND}]){{2}}",  # Greek
            "â€|â‚¬|â„¢|ðŸ|ï»¿|ï¿½",  # quotes, dashes, €, ™, emoji
            "Ă[¤¶ĽźŸ„–ś©¨]",  # the same, read as text of eastern Europe
            "√[§∂ºü†Ññú©®°¢°]|‚Ä[ìîòôùúû¶]",  # of a Macintosh
            "[├┬][^\\s─━]|ÔÇ|ΓÇ",  # of DOS
            f"(?<={LETTER})[ŸŠ§¸‰ˆ÷▀ⁿ](?=[a-zß])",  # one byte for a letter, but of another table
            "[\x80-\x84\x86-\x9f]",  # no sign of any text
            "&[aouAOU]uml;|&szlig;",  # as in the source of a page
            "=C3=[89A-F][0-9A-F]",  # as in the source of a mail
            "\N{REPLACEMENT CHARACTER}",
        )
    )
)
# One of these signs is in each of them: few texts have one, and that is quickly seen.
SUSPICIOUS = re.compile(
    "[°±‡™ÂÃÅÐÑØÙÎÏâðïĂ√‚├┬ÔΓŸŠ§¸‰ˆ÷▀ⁿ\x80-\x84\x86-\x9f&=\N{REPLACEMENT CHARACTER}]"
)
MOST = 30  # signs of a word that are shown before and behind


def damaged_word(text: str) -> str:
    """Return the first word that looks damaged; an empty text if there is none."""
    found = DAMAGED.search(text) if SUSPICIOUS.search(text) else None
    if not found:
        return ""
    before = text[max(found.start() - MOST, 0) : found.start()].split(" ")[-1].split("\n")[-1]
    behind = text[found.end() : found.end() + MOST].split(" ")[0].split("\n")[0]
    return f"{before}{found[0]}{behind}".strip()


def what_is_damaged(text: str) -> str:
    """Say what is wrong with a text (German); nothing if it looks as somebody wrote it."""
    word = damaged_word(text)
    if not word:
        return ""
    if "\N{REPLACEMENT CHARACTER}" in word:
        return f"In „{word}“ steht ein Zeichen, das wir nicht lesen können."
    readable = "".join([sign if sign.isprintable() else "\ufffd" for sign in word])
    return (
        f"„{readable}“ sieht beschädigt aus, als wäre die Datei mit falschem Zeichensatz gelesen "
        "und wieder gespeichert worden. Bitte nehmen Sie die ursprüngliche Datei."
    )
