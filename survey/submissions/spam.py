"""What looks like advertising: staff are asked to look, nothing is refused or hidden."""

import re

LINK = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
MANY_LINKS = 3


def reason_to_check(texts: tuple[str, ...]) -> str:
    """Return why staff should look before they work on these texts; empty if nothing is odd."""
    links = sum(len(LINK.findall(text)) for text in texts)
    if links >= MANY_LINKS:
        return f"{links} Links im Text"
    return ""
