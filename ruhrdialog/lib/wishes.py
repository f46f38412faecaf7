"""What people write into the field for an e-mail address in place of one: "Ja", "nein danke"."""

import re
from enum import Enum

from ruhrdialog.lib.normal_form import folded

MOST_LOOKED_AT = 80  # signs; who writes more has something else to say


class Wish(Enum):
    """Whether somebody wants mails."""

    YES = "yes"
    NO = "no"


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Whole words only, and all of a text must be known: what isn't plain is no wish.
YES = words(
    "ja jaa jo joa jep jup yes yep ok okay oki klar natürlich sicher unbedingt jawohl "
    "selbstverständlich evet да так نعم 👍 ✓ ✔ ☑ ✅"
)
NO = words(
    "nein nee ne nö noe no nope nix nie niemals nicht nichts kein keine keinen keiner keines keins "
    "ohne entfällt entfaellt hayır hayir нет ні لا 👎 ✗ ✘ ❌"
)
# They say yes alone, and nothing where something says no ("nicht gerne", "bitte keine").
POLITE = words("gern gerne bitte möchte moechte will wünsche wünschen")
AROUND = words(
    "ich wir es das mir uns danke dank vielen besten schön schon sehr doch auch mal aber dann nur "
    "leider lieber gar überhaupt weiter weiteres so e mail mails email emails adresse mailadresse "
    "emailadresse angabe angaben information informationen info infos newsletter nachrichten "
    "neuigkeiten werbung post interesse bedarf habe hab haben besitze bekommen bekomme erhalten "
    "brauche benötige fall informiert informieren werden bleiben auf dem laufenden von ihnen per "
    "zu an sie mich thanks thank you please"
)
NOTHING = re.compile(r"[\s\-_/.,:;=~*]+|k ?\. ?a ?\.?|n/?a")
WORD = re.compile(r"[^\W_]+|[👍👎✓✔☑✅✗✘❌]")
EMAIL = re.compile(r"\be-mail")


def wish_in(typed: str) -> Wish | None:
    """Return what somebody plainly wants who typed no address; None for anything else."""
    if len(typed) > MOST_LOOKED_AT or "@" in typed:
        return None
    text = EMAIL.sub("email", folded(typed))
    if not text:
        return None
    if NOTHING.fullmatch(text):
        return Wish.NO
    said = set(WORD.findall(text))
    if not said <= YES | NO | POLITE | AROUND:
        return None
    if said & NO:
        return None if said & YES else Wish.NO
    return Wish.YES if said & (YES | POLITE) else None
