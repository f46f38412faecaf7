"""What looks like advertising or a machine: staff are asked to look, nothing is hidden."""

import re

LINK = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
MANY_LINKS = 3
# Given to a submission when it is received; no network and no time is stored.
MANY_FROM_ONE_NETWORK = "Sehr viele Beiträge aus einem Netz"
TRAP = "Verstecktes Feld gefüllt"
QUICK = "Sofort gesendet"
LINKS = "Links im Text"
SAME_TEXT = "Immer derselbe Text"  # given later, when there are as many
OF_SENDING = (MANY_FROM_ONE_NETWORK, TRAP)


def reason_to_check(texts: tuple[str, ...], before: str = "") -> str:
    """Return why staff should look before they work on these texts; empty if nothing is odd.

    Of the reason before, what came with the sender stays: new texts don't change it. That it was
    sent at once tells nothing alone: people who have read their text while they wrote it do so.
    """
    reasons = [mark for mark in OF_SENDING if mark in before]
    links = sum(len(LINK.findall(text)) for text in texts)
    if links >= MANY_LINKS:
        reasons.append(f"{links} {LINKS}")
    if reasons and QUICK in before:
        reasons.append(QUICK)
    return "; ".join(reasons)
