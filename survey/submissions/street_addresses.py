"""Finds in a normal form where somebody lives: a street with a house number.

Much else has a number and is none: a bus, a goal, a page, a school, so many trees.
"""

import re
from collections.abc import Iterator

# Part of another number, a time, so many of something.
UNIT = re.compile(
    r" ?[%€°]|[.,:]\d|-(?!\d)|\. ?(?:stock|etage|og|gleis|klasse|jahr)|"
    r" ?(?:[kcmq]?m|m2|h|std|min|sek|x|er|eur|euro|uhr|mal|mio|mrd|km/h|kmh|grad|cent|stück|"
    r"prozent|(?:kilo|zenti)?meter\w*|jahr\w*|monat\w*|wochen?|tage?n?|stunden?|minuten?|sekunden?|"
    r"million\w*|milliard\w*|tausend\w*|person\w*|menschen|leute|kinder\w*|schüler\w*|autos?|"
    r"[pl]kws?|fahrzeuge\w*|(?:fahr)?rädern?|bäumen?|bänken?|ampeln?|(?:park|stell)?plätzen?|"
    r"(?:fahr)?spuren?|linien?|haltestellen?|wohnungen|häusern?|unfällen?|stufen?|von|bis|mehr|"
    r"weniger|verschiedene\w*|neuen?|weiteren?)\b",
    re.IGNORECASE,
)
# A number of things: "17 Bäume", "17 alte Bäume".
COUNT = re.compile(
    r" (?:(?!(?i:d[aei][smnr]?|[mdsk]?eine?[mnrs]?|unsere?[mnrs]?|ihre?[mnrs]?)\b)"
    r"[a-zäöüß]+e[mnrs]? )?[A-ZÄÖÜ][a-zäöüß]"
)
TOWNS = (
    "Essen|Dortmund|Duisburg|Bochum|Gelsenkirchen|Oberhausen|Mülheim|Hagen|Hamm|Herne|Bottrop|"
    "Recklinghausen|Witten|Unna|Marl|Lünen|Moers|Wesel|Dinslaken|Gladbeck|Herten|Dorsten|Castrop|"
    "Hattingen|Kamen|Schwerte|Bergkamen|Haltern|Datteln|Waltrop|Xanten|Ennepetal|Schwelm"
)
# In "17 Essen" it isn't.
TOWN = re.compile(rf" (?:{TOWNS})\b")
LONGEST_SHORT = 4  # letters: "am RS 1", "im ICE 12"
HOUSE = r"\d{1,3}(?:(?: ?[a-gA-G])?(?: ?[-/+] ?(?:\d{1,3}(?: ?[a-gA-G])?|[a-gA-G]))?)(?!\w)"
MARK = r"(?:[,:]? ?\(?(?i:nr\.?|nummer|hausnr\.?|hausnummer|haus) ?|:? ?)"
NAME = r"[^\W\d_](?:[^\W\d_]|['-]){1,40}"

# A word, and a number behind it. Each run of letters and hyphens is read once; it has digits only
# before a hyphen, so that "Musterweg7" is a word and a number. Groups are atomic, not possessive:
# Python 3.11.2, as Debian has it, takes `(…)*+` wrongly.
NUMBERED = re.compile(
    rf"(?<![\w-])(?:(?P<before>[^\W\d_][\w-]{{2,40}}) )?"
    rf"(?!(?i:haus(?:nr|nummer)?|nr|nummer)\b)(?P<word>(?>(?:[^\W\d_]|-|\d+(?=-)){{3,60}})\.?){MARK}{HOUSE}"
)
STREET = re.compile(
    r"(?:stra(?:ß|ss)e|str\.?|weg|platz|allee|gasse|damm|ufer|chaussee|promenade|pfad|"
    r"(?P<capital>ring|wall|kamp|graben|anger|stieg|stiege|steig|siepen|brink))$",
    re.IGNORECASE,
)
# Words that end like a street and are none.
NO_STREET = re.compile(
    r"(?:rad|schnell|fuß|fuss)weg$|(?:bus|gleis)trasse$|"
    r"^(?:geh|schul|heim|um|aus|rück|hin|arbeits|rund|wander|reit|schleich|rettungs|durch|vor)weg$|"
    r"^(?:arbeits|park|spiel|sport|studien|kita|pflege|stell|ausbildungs|sitz|schlaf|bolz|camping|"
    r"tabellen|fußball|tennis|lager|bau|stamm|fahrrad|abstell|listen|steh|wohn|warte)platz$|"
    r"^(?:bundes|landes|kreis|einbahn|fahrrad|spiel|wohn|anlieger|durchgangs|neben|vorfahrts?|"
    r"hauptverkehrs|schnell|umgehungs)stra(?:ß|ss)e$|^sackgasse$|^krawall$|^hering$|^zufahrtsweg$|"
    r"^(?:bahn|bus|bürger|geh|an|auf|ab|ein|aus|um)st(?:ei|ie)g$",
    re.IGNORECASE,
)
# Before a word that is nothing but "Straße": no name of it.
NO_NAME = re.compile(
    r"(?:d(?:er|ie|as|en|em|es)|(?:k|m|d|s)?ein(?:e[mnrs]?)?|diese[mnrs]?|jede[mnrs]?|unser\w*|ihre?\w*|"
    r"auf|an|am|in|im|zu[mr]?|von|vom|bis|ab|ohne|über|unter|hinter|neben|vor|aber|oder|immer|wieder|"
    r"leider|ganze[rn]?|neue[rns]?|erste[rn]?|zweite[rn]?|dritte[rn]?|letzte[rn]?|gute[rn]?|beste[rn]?|"
    r"andere[rn]?|welche[rn]?|breite[rn]?|lange[rn]?|enge[rn]?|leise[rn]?|solche[rn]?|jene[rn]?)",
    re.IGNORECASE,
)
# "Straße des Musters 5", "Platz der Republik 1", "Straße des 17. Juni 135".
NAMED_STREET = re.compile(
    rf"(?<![^\W_])(?i:stra(?:ß|ss)e|str\.|platz|allee|weg|gasse|ring|ufer|brücke) "
    rf"(?i:des|der|am|an der|zum|zur|im|vom|von) "
    rf"(?:\d\d?\. {NAME}|(?:{NAME} ){{0,2}}(?P<name>{NAME})){MARK}{HOUSE}"
)
# "Am Stadtgarten 17", "An der Musterbrücke 3", "Unter den Linden 5", "Auf dem Alten Markt 2".
BY = r"(?:am|auf'm|im|zum|zur|beim|(?:an|in|auf|hinter|unter|vor|neben|bei|ober|zu) de[rnm])"
PLACE = re.compile(rf"(?<![\w-])(?P<by>(?i:{BY})) (?:{NAME} )?(?P<name>{NAME}\b){MARK}{HOUSE}")
# Written in small letters only what is built or grows at a place.
SMALL_PLACE = re.compile(
    r"(?:garten|park|markt|hof|berg|brücke|mühle|kirche|bach|see|teich|feld|wald|busch|hang|tal|"
    r"graben|tor|turm|schloss|burg|hafen|kanal|wiesen?|heide|wall|zeche|halde|kreuz|rathaus|anger|ruhr|emscher|lippe)$",
    re.IGNORECASE,
)
# "ich wohne Musterhof 3", "Adresse: Sonnenhang 7".
LIVES = re.compile(
    rf"\b(?i:wohn(?:e|en|haft|t)|anschrift|adresse|zuhause)\b[^.!?\d]{{0,40}}(?<![\w-])"
    rf"(?P<name>{NAME}) {HOUSE}"
)
# "Musterhof 3, 45127 Essen", "Herr … aus Nummer 7".
WITH_TOWN = re.compile(
    rf"(?<![\w-])[^\W\d_][\w.-]{{2,40}} {HOUSE},? (?:D-)?\d{{5}} [^\W\d_a-zäöüß]"
)
FROM_NUMBER = re.compile(
    rf"\b(?:aus|von|in) (?:der |dem )?(?:haus ?)?(?:nr\.?|nummer) ?{HOUSE}", re.IGNORECASE
)
# What has a number and is no street: times, ways to travel, parts of books and houses, schools.
NO_PLACE = re.compile(
    r"(?:tag|woch|wochenende|abend|morgen|mittag|nacht|jahr|monat|sommer|herbst|winter|\buhr|alter|"
    r"januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    r"gleis|steig|linie|bus|bahn|tram|zug|haltestelle|station|halt|fahrt|flug|spur|trasse|weg|"
    r"klasse|stufe|jahrgang|schule|gymnasium|kolleg|kita|kindergarten|hort|universität|"
    r"seite|kapitel|abschnitt|absatz|satz|artikel|paragra(?:ph|f)|punkt|frage|thema|ziel|nummer|nr\.?|"
    r"platz|rang|teil|band|raum|zimmer|etage|stock|stockwerk|halle|gebäude|eingang|ausgang|"
    r"stelle|kreuz(?:ung)?|kreis|kreisel|verkehr|ampel|bezirk|zone|tempo|version|runde|spiel|saison|"
    r"liga|parkhaus|block|deck|stadt|land|region|gebiet|revier|nrw|deutschland|europa|vergleich|"
    r"vorschlag|projekt|phase|schritt|variante|option|anlage|tabelle|abbildung|bild|route|etappe|"
    r"knotenpunkt|schnitt|mittel|index|wert|richtung|position|preis|summe|team|gruppe|fassung|forum|"
    r"gang|not|ball|standort|^haus|häuser|welt|straße|schacht|stand|rahmen|umkreis|radius|abstand|bereich|fall|grad|"
    r"takt|kampf|kreisverkehr|regel|gesetz|verordnung|formel|sicherheit|modul|level|plan|konzept)(?:en|e|n|s)?$",
    re.IGNORECASE,
)


def street_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where an address stands in a normal form."""
    for found in NUMBERED.finditer(text):
        if is_street(found["word"], found["before"]) and not UNIT.match(text, found.end()):
            start = "before" if found["word"].lower().startswith("str") else "word"
            yield found.start(start if found[start] else "word"), found.end()
    for pattern in (NAMED_STREET, PLACE, LIVES):
        for found in pattern.finditer(text):
            if is_place(found) and not counts(text, found.end()):
                yield found.span()
    for pattern in (WITH_TOWN, FROM_NUMBER):
        yield from (found.span() for found in pattern.finditer(text))


def is_street(word: str, before: str | None) -> bool:
    """Tell whether a word names a street: "Musterweg", or "Essener" before "Straße"."""
    *parts, last = word.split("-")
    ending = STREET.search(last)
    if not ending or NO_STREET.search(last):
        return False
    if ending["capital"] and not word[0].isupper():
        return False
    if ending.start() or any(parts):
        return True
    if before is None or NO_NAME.fullmatch(before):
        return False
    if before[0].islower() or ending[0].lower() == "platz":
        return before.endswith("er")  # "essener straße", "Berliner Platz"
    return True


def is_place(found: re.Match[str]) -> bool:
    """Tell whether what stands before a number is the name of a street."""
    name = found["name"]
    if name is None:  # "Straße des 17. Juni"
        return True
    if NO_PLACE.search(name) or (name.isupper() and len(name) <= LONGEST_SHORT):
        return False
    return name[0].isupper() or bool(SMALL_PLACE.search(name))


def counts(text: str, end: int) -> bool:
    """Tell whether the number that ends there says how many there are of something."""
    if UNIT.match(text, end):
        return True
    return bool(COUNT.match(text, end)) and not TOWN.match(text, end)
