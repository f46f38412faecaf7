"""Finds in a normal form where somebody lives: a street with a house number.

Much else has a number and is none: a bus, a goal, a page, a school, so many trees. What words are
such stands in lists, not in patterns: these would take longer with each of them.
"""

import re
from collections.abc import Iterator
from itertools import product


def forms(stems: str, endings: str = "") -> set[str]:
    """Return words with each of some endings, which `-` ends."""
    return {stem + ending for stem, ending in product(stems.split(), endings.split("-"))}


DIGITS = re.compile(r"\d+")
FAR = 200  # signs: more than stand before the first digit of an address, or behind its last one
HOUSE = r"\d{1,3}(?:(?: ?[a-gA-G])?(?: ?[-/+] ?(?:\d{1,3}(?: ?[a-gA-G])?|[a-gA-G]))?)(?!\w)"
MARK = r"(?:[,:]? ?\(?(?i:nr\.?|nummer|hausnr\.?|hausnummer|haus) ?|:? ?)"
NAME = r"[^\W\d_](?:[^\W\d_]|['-]){1,40}"

# "Musterweg 7", "Essener Straße 101", "hauptstr.12". Each run of letters and hyphens is read once;
# it has digits only before a hyphen, so that "Musterweg7" is a word and a number. The group is
# atomic, not possessive: Python 3.11.2, as Debian has it, takes `(…)*+` wrongly.
NUMBERED = re.compile(
    rf"(?<![\w-])(?:(?P<before>[^\W\d_][\w-]{{2,40}}) )?(?!(?i:haus(?:nr|nummer)?|nr|nummer)\b)"
    rf"(?P<word>(?>(?:[^\W\d_]|-|\d+(?=-)){{3,60}})\.?){MARK}{HOUSE}"
)
STREETS = tuple(
    forms("straße strasse str str. weg platz allee gasse damm ufer chaussee promenade pfad")
)
# In small letters these end other words, too ("spring 3").
CAPITAL_STREETS = tuple(forms("ring wall kamp graben anger stieg stiege steig siepen brink"))
NO_STREET_ENDS = ("radweg", "schnellweg", "fußweg", "fussweg", "bustrasse", "gleistrasse")
NO_STREETS = {"sackgasse", "krawall", "hering"}
NO_STREETS |= forms("geh schul heim um aus rück hin arbeits rund wander reit schleich", "weg")
NO_STREETS |= forms("rettungs durch vor zufahrts", "weg")
NO_STREETS |= forms("arbeits park spiel sport studien kita pflege stell ausbildungs sitz", "platz")
NO_STREETS |= forms("schlaf bolz camping tabellen fußball tennis lager bau stamm fahrrad", "platz")
NO_STREETS |= forms("abstell listen steh wohn warte", "platz")
NO_STREETS |= forms("bundes landes kreis einbahn fahrrad spiel wohn anlieger", "straße-strasse")
NO_STREETS |= forms("durchgangs neben vorfahrt vorfahrts schnell umgehungs", "straße-strasse")
NO_STREETS |= forms("bahn bus bürger geh an auf ab ein aus um", "steig-stieg")
# Before "Straße" alone these are no name of it.
NO_NAMES = forms("der die das den dem des vom zum zur bis ohne über unter hinter neben")
NO_NAMES |= forms("auf von aber oder immer wieder leider")
NO_NAMES |= forms("ein kein mein dein sein unser ihr dies jed welch solch jen ander ganz", "")
NO_NAMES |= forms(
    "ein kein mein dein sein unser ihr dies jed welch solch jen ander ganz neu", "e-er-en-em-es"
)
NO_NAMES |= forms("erst zweit dritt letzt gut best breit lang eng leis", "e-er-en-em-es")

# "Straße des Musters 5", "Platz der Republik 1", "Straße des 17. Juni 135".
NAMED_STREET = re.compile(
    rf"(?<![^\W_])(?i:stra(?:ß|ss)e|str\.|platz|allee|weg|gasse|ring|ufer|brücke) "
    rf"(?i:des|der|am|an der|zum|zur|im|vom|von) "
    rf"(?:\d\d?\. {NAME}|(?:{NAME} ){{0,2}}(?P<name>{NAME})){MARK}{HOUSE}"
)
# "Am Stadtgarten 17", "An der Musterbrücke 3", "Unter den Linden 5", "Auf dem Alten Markt 2".
PLACE = re.compile(
    r"(?<![\w-])(?i:am|auf'm|im|zum|zur|beim|(?:an|in|auf|hinter|unter|vor|neben|bei|zu) de[rnm]) "
    rf"(?:{NAME} )?(?P<name>{NAME}\b){MARK}{HOUSE}"
)
# "ich wohne Musterhof 3", "Adresse: Sonnenhang 7".
LIVES = re.compile(
    rf"\b(?i:wohn(?:e|en|haft|t)|anschrift|adresse|zuhause)\b[^.!?\d]{{0,40}}(?<![\w-])"
    rf"(?P<name>{NAME}) {HOUSE}"
)
# Written in small letters only what is built or grows at a place.
SMALL_PLACES = tuple(
    forms(
        "garten park markt hof berg brücke mühle kirche bach see teich feld wald busch hang "
        "tal graben tor turm schloss burg hafen kanal wiese wiesen heide wall zeche halde "
        "kreuz rathaus anger ruhr emscher lippe"
    )
)
# What has a number and is no place: times, ways to travel, parts of books and houses, schools.
NO_PLACES = tuple(
    forms(
        "tag woch wochenende abend morgen mittag nacht jahr monat sommer herbst winter alter "
        "januar februar märz april mai juni juli august september oktober november dezember "
        "gleis steig linie bus bahn tram zug haltestelle station halt fahrt flug spur trasse "
        "weg klasse stufe jahrgang schule gymnasium kolleg kita kindergarten hort universität "
        "seite kapitel abschnitt absatz satz artikel paragraph paragraf punkt frage thema "
        "ziel nummer nr platz rang teil band raum zimmer etage stock stockwerk halle gebäude "
        "eingang ausgang stelle kreuz kreuzung kreis kreisel verkehr ampel bezirk zone tempo "
        "version runde spiel saison liga parkhaus block deck stadt land region gebiet revier "
        "nrw deutschland europa vergleich vorschlag projekt phase schritt variante option "
        "anlage tabelle abbildung bild route etappe knotenpunkt schnitt mittel index wert "
        "richtung position preis summe team gruppe fassung forum gang not ball standort "
        "häuser welt straße schacht stand rahmen umkreis radius abstand bereich fall grad "
        "takt kampf regel gesetz verordnung formel sicherheit modul level plan konzept"
    )
)
NO_PLACES_WHOLE = {"haus", "uhr"}
LONGEST_SHORT = 4  # letters: "am RS 1", "im ICE 12"
# "Musterhof 3, 45127 Essen", "Herr … aus Nummer 7".
WITH_TOWN = re.compile(
    rf"(?<![\w-])[^\W\d_][\w.-]{{2,40}} {HOUSE},? (?:D-)?\d{{5}} [^\W\d_a-zäöüß]"
)
FROM_NUMBER = re.compile(
    rf"\b(?:aus|von|in) (?:der |dem )?(?:haus ?)?(?:nr\.?|nummer) ?{HOUSE}", re.IGNORECASE
)

# What follows a number that says how much or the how maniest.
PART_OF_A_NUMBER = re.compile(r" ?[%€°]|[.,:]\d|-(?!\d)")
FOLLOWING = re.compile(r"(?P<dot>\.)? ?(?P<word>[^\W\d_]+)")
UNITS = forms("km m cm mm qm h std min sek x er eur euro uhr mal mio mrd kmh stück prozent")
UNITS |= forms("leute menschen wohnungen häuser häusern unfälle unfällen von bis mehr weniger")
UNITS |= forms("kilometer zentimeter meter cent grad fahrrad fahrräder räder schüler", "-n-s")
UNITS |= forms("woche stunde minute sekunde million milliarde spur fahrspur linie stufe", "-n-en")
UNITS |= forms("ampel haltestelle person schülerin", "-n-en-nen")
UNITS |= forms("jahr monat tag tausend auto pkw lkw fahrzeug", "-e-en-s")
UNITS |= forms("bäume bänke plätze parkplätze stellplätze kinder neue weitere verschiedene", "-n")
ORDINALS = forms("stock etage og gleis klasse jahr")
# "17 Bäume", "17 alte Bäume", but not "17 meine Nachbarin" and not "17 Essen".
COUNT = re.compile(r" (?:(?P<adjective>[a-zäöüß]+e[mnrs]?) )?(?P<noun>[A-ZÄÖÜ][a-zäöüß][^\W\d_]*)")
NO_ADJECTIVES = {"die", "der", "den", "dem", "des"}
NO_ADJECTIVES |= forms("ein kein mein dein sein unser ihr", "e-er-en-em-es")
TOWNS = forms(
    "Essen Dortmund Duisburg Bochum Gelsenkirchen Oberhausen Mülheim Hagen Hamm Herne Bottrop Unna "
    "Recklinghausen Witten Marl Lünen Moers Wesel Dinslaken Gladbeck Herten Dorsten Castrop Kamen "
    "Hattingen Schwerte Bergkamen Haltern Datteln Waltrop Xanten Ennepetal Schwelm"
)


def street_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where an address stands in a normal form."""
    for part in parts_with_digits(text):
        for found in NUMBERED.finditer(text, *part):
            if is_street(found["word"], found["before"]) and not measures(text, found.end()):
                named_before = found["before"] and found["word"].lower() in STREETS
                yield found.start("before" if named_before else "word"), found.end()
        for pattern in (NAMED_STREET, PLACE, LIVES):
            for found in pattern.finditer(text, *part):
                if is_place(found["name"]) and not counts(text, found.end()):
                    yield found.span()
        for pattern in (WITH_TOWN, FROM_NUMBER):
            yield from (found.span() for found in pattern.finditer(text, *part))


def parts_with_digits(text: str) -> Iterator[tuple[int, int]]:
    """Yield where those parts of a text begin and end that may hold an address: most have none."""
    start, end = 0, -1
    for digits in DIGITS.finditer(text):
        if digits.start() - FAR > end:
            if end > 0:
                yield start, end
            start = max(0, digits.start() - FAR)
        end = digits.end() + FAR
    if end > 0:
        yield start, end


def is_street(word: str, before: str | None) -> bool:
    """Tell whether a word names a street: "Musterweg", or "Essener" before "Straße"."""
    *parts, last = word.lower().split("-")
    endings = STREETS + CAPITAL_STREETS if word[0].isupper() else STREETS
    if not last.endswith(endings) or last in NO_STREETS or last.endswith(NO_STREET_ENDS):
        return False
    if last not in endings or any(parts):
        return True
    if before is None or before.lower() in NO_NAMES:
        return False
    if before[0].islower() or last == "platz":
        return before.endswith("er")  # "essener straße", "Berliner Platz"
    return True


def is_place(name: str | None) -> bool:
    """Tell whether what stands before a number is the name of a street."""
    if name is None:  # "Straße des 17. Juni"
        return True
    small = name.lower()
    if small in NO_PLACES_WHOLE or (name.isupper() and len(name) <= LONGEST_SHORT):
        return False
    if any(small.removesuffix(ending).endswith(NO_PLACES) for ending in ("", "n", "en", "e", "s")):
        return False
    return name[0].isupper() or small.endswith(SMALL_PLACES)


def measures(text: str, end: int) -> bool:
    """Tell whether the number that ends there says how much, how long or the how maniest."""
    if PART_OF_A_NUMBER.match(text, end):
        return True
    following = FOLLOWING.match(text, end)
    if following is None:
        return False
    return following["word"].lower() in (ORDINALS if following["dot"] else UNITS)


def counts(text: str, end: int) -> bool:
    """Tell whether the number that ends there says how many there are of something."""
    if measures(text, end):
        return True
    things = COUNT.match(text, end)
    if things is None or things["adjective"] in NO_ADJECTIVES:
        return False
    return things["noun"] not in TOWNS
