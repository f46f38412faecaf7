"""What looks like advertising or a machine: staff are asked to look, nothing is hidden."""

import re

LINK = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
MANY_LINKS = 3
# Given to a submission when it is received; no network is stored.
MANY_FROM_ONE_NETWORK = "Sehr viele Beiträge aus einem Netz"


def reason_to_check(texts: tuple[str, ...], before: str = "") -> str:
    """Return why staff should look before they work on these texts; empty if nothing is odd.

    Of the reason before, what came with the sender stays: new texts don't change it.
    """
    reasons = [MANY_FROM_ONE_NETWORK] if MANY_FROM_ONE_NETWORK in before else []
    links = sum(len(LINK.findall(text)) for text in texts)
    if links >= MANY_LINKS:
        reasons.append(f"{links} Links im Text")
    return "; ".join(reasons)
