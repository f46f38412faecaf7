"""A word is found in whatever guise it stands in the text, or is typed: a table for each kind."""

import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from ruhrdialog.lib.codes import random_code, receipt_hash
from survey.submissions.headlines import MARKED, headlines
from survey.submissions.models import Submission
from survey.submissions.search import reference, search
from survey.submissions.words import Word

pytestmark = pytest.mark.django_db


def decomposed(text):
    return unicodedata.normalize("NFD", text)


# Texts, and what finds each.
JOINED = {
    "Bus/Bahn fahren zu selten": ["Bus", "Bahn", "Bus/Bahn", "bahn", '"Bus/Bahn"', "fahren"],
    "Tempo 30 km/h reicht": ["km/h", "km", "h", '"30 km/h"', "30km/h", "Tempo30"],
    "Hier gilt 50km/h": ["km/h", "50", "50 km/h", "50km/h"],
    "Zu spät losgefahren.Die Linie fehlt": ["losgefahren", "Die Linie", "Linie", "losgefahren.Die"],
    "Radweg,Ampel;Zebrastreifen:Schild": ["Radweg", "Ampel", "Zebrastreifen", "Schild"],
    "Park+Ride und Bike&Ride": ["Park", "Ride", "Park+Ride", "Bike&Ride", "+Ride"],
    "Schreiben Sie an info@bahnhof.example.org": ["info", "bahnhof", "info@bahnhof.example.org"],
    "Siehe https://example.org/radweg_plan-2026.pdf?seite=4": ["radweg", "plan", "2026", "seite"],
    "Die A40, die B1 und der RE 6": ["A40", "A 40", "B1", "RE6", "A-40", "B 1"],
    "Es kostet 1.500,75 Euro/Monat": [
        "1.500,75",
        "Euro",
        "Monat",
        "500,75",
    ],
    "Fuß- und Radweg Duisburg-Ruhrort": ["Fuß", "Ruhrort", "Duisburg-Ruhrort", "Duisburg Ruhrort"],
    "Radler*innen, Schüler:innen, Bürger_innen": ["Radler", "Schüler", "Bürger", "Radler*innen"],
    "WLAN|Glasfaser→Schule…Kita": ["WLAN", "Glasfaser", "Schule", "Kita"],
    "(Gehweg)[Treppe]{Rampe}<Aufzug>": ["Gehweg", "Treppe", "Rampe", "Aufzug"],
    "Mülheim–Essen—Bochum‐Herne−Dortmund": ["Mülheim", "Essen", "Bochum", "Herne", "Dortmund"],
    "#Fahrrad #Verkehrswende@ruhr": ["Fahrrad", "Verkehrswende", "#Fahrrad", "ruhr"],
    "Hallenbad\u00a0Nord\u2009Halle\u3000West\tHafen\x0bZeche": ["Nord", "Halle", "Hafen", "Zeche"],
    "Jugend\\Kultur\\Haus": ["Jugend", "Kultur", "Haus"],
    "O'Neills Bäckerei's Brot’s": ["O'Neill", "Neills", "Bäckerei", "O’Neills"],
    "5€ je 10m², 20% mehr": ["10m²", "10 m2", "20%", "20"],
}
APART = {  # what is written together or apart
    "Antwort per E-Mail": ["Email", "EMAIL", "e-mail", "E-Mails", "Emails", "eMail", "E.Mail"],
    "Eine Email genügt": ["E-Mail", "Email", "e mail", "E-Mails", "E‑Mail"],
    "Mit der U-Bahn": ["UBahn", "Ubahn", "u-bahn", "U/Bahn"],
    "Eine Ubahn nach Bochum": ["U-Bahn", "U–Bahn", "Ubahnen"],
    "Freies WLAN, W-LAN im Bus": ["WLAN", "W-LAN", "Wlan"],
    "Ein E-Bike oder zwei": ["Ebike", "E-Bikes", "Ebikes"],
    "Für die S-Bahnhöfe": ["S-Bahnhof", "SBahnhof"],
    "Es fehlen 1.000 Plätze": ["1000", "1.000", "1 000", "1\u202f000", "Plätze 1000"],
    "Es sind 20 000 Kinder": ["20000", "20.000", "Kinder 20 000"],
    "Mehr als 12000 Leute": ["12.000", "12000", "12 000"],
    "Es kostet 1.250.000 Euro": ["1250000", "1.250.000"],
    "Rund 45'000 Menschen": ["45000", "45.000"],
    "Im Jahr 2026": ["2026"],
}
UNICODE = {
    decomposed("Die Brücke über die Ruhr"): ["Brücke", decomposed("Brücke"), "BRÜCKE", "brucke"],
    "Die Fähre ist kaputt": ["Fähre", decomposed("Fähre"), "fa\u0308hre", "FA\u0308HRE"],
    "Das Straßenbahndepot": ["Straßenbahndepot", "STRASSENBAHNDEPOT", "STRAẞENBAHNDEPOT"],
    "DIE STRAẞE": ["Straße", "strasse", "Strasse"],
    "Rad\u00adfahr\u00adstrei\u00adfen": ["Radfahrstreifen", "Rad\u00adfahrstreifen"],
    "Kinder\u200bgarten\ufeffplatz": ["Kindergartenplatz", "Kinder\u200cgarten"],
    "Ｓｐｏｒｔｐｌａｔｚ": ["Sportplatz"],
    "ﬂache Oﬃce-Räume, Schiﬀ": ["flache", "Office", "Schiff"],
    "Ein Cafe\u0301 im Café": ["Café", "Cafe\u0301"],
    "Gru\u0308nfla\u0308che": ["Grünfläche", "Grünflächen"],
    "İstanbul Caddesi": ["istanbul", "İstanbul", "ISTANBUL"],
    "Улица Мира": ["улица", "УЛИЦА", "Мира"],
    "Bahnhof\u202e\u2066links": ["Bahnhof", "links", "Bahnhof\u2069"],
    "𝐒𝐜𝐡𝐮𝐥𝐡𝐨𝐟": ["Schulhof"],
    "Lärm\u034fschutz": ["Lärmschutz", decomposed("Lärmschutz")],
    "A\u030angstro\u0308m": ["Ångström", "\u212bngström"],
    "محطة القطار": ["محطة", "القطار"],
}
PHRASES = {
    "Für Kinder und Jugendliche": ['"Kinder und Jugendliche"', "„Kinder und Jugendliche“"],
    "Mehr Platz für Kinder": ['"Platz für Kinder"', "»Platz für Kinder«", "«Platz für Kinder»"],
    "Die Brücke in Mülheim": [
        *(
            "„Brücke in Mülheim“",
            "“Brücke in Mülheim”",
            "‚Brücke in Mülheim‘",
            "″Brücke in Mülheim″",
        ),
        *(
            "›Brücke in Mülheim‹",
            "'Brücke in Mülheim'",
            ",,Brücke in Mülheim''",
            ',,Brücke in Mülheim"',
        ),
        *(
            "<<Brücke in Mülheim>>",
            "「Brücke in Mülheim」",
            "＂Brücke in Mülheim＂",
            "〝Brücke in Mülheim〞",
        ),
        *(
            '("Brücke in Mülheim")',
            '"die Brücke in Mülheim"',
            '"Brücke  in\tMülheim"',
            "`Brücke in Mülheim´",
        ),
        *(
            decomposed('"Brücke in Mülheim"'),
            '"brücke IN mülheim"',
            '"Brücke in Mülheim',
            "''Brücke in Mülheim''",
        ),
    ],
    decomposed("An der Größe der Grünfläche"): ['"Größe der Grünfläche"', "„der Größe der“"],
    "Kommen Bus/Bahn pünktlich?": ['"Bus/Bahn pünktlich"', '"Bus Bahn pünktlich"'],
    "Ein Café am See": ['"Cafe\u0301 am See"'],
}
NOT_IN = {  # what doesn't find it
    "Antwort per E-Mail": ['"Email"', "Mailen-Email", "Gemail"],
    "Eine Email genügt": ['"E-Mail"', "A-Mail"],
    "Es fehlen 1.000 Plätze": ["100", "10000", '"1000"', "1.001"],
    "Linie 12, 000 Fahrgäste": ["1200", "120.00"],
    "Mehr Platz für Kinder": [
        '"Platz Kinder"',
        '"Kinder Platz"',
        '"Platz der Kinder"',
        "-Kinder Platz",
    ],
    "Kinder und Jugendliche": [
        '"Kinder Jugendliche"',
        '"Kinder oder Jugendliche"',
        "Jugend/Kinder",
    ],
    "Das Fahrrad und das Auto": [
        *("Fahrrad -Auto", "Fahrrad –Auto", "Fahrrad —Auto", "Fahrrad −Auto", "Fahrrad ‐Auto"),
        *("Fahrrad ‑Auto", "Fahrrad ‒Auto", "Fahrrad ―Auto", "Fahrrad ﹣Auto", "Fahrrad －Auto"),
        *(
            "Fahrrad ⁃Auto",
            "Fahrrad ˗Auto",
            "–Auto Fahrrad",
            "Fahrrad –„das Auto“",
            'Fahrrad -"Auto"',
        ),
        *("Fahrrad —'das Auto'", "Fahrrad –AUTO", f"Fahrrad –{decomposed('Auto')}"),
    ],
    "Bus, Bahn": ["Bus/Straßenbahn", "Bahn/Bus"],
    "Kilometer pro Stunde": ["km/h"],
}
STILL_IN = {  # a dash that is no minus
    "Das Fahrrad und das Auto": [
        "Fahrrad – Auto",
        "Fahrrad - Auto",
        "Auto",
    ],
    "50 ㎞ ½ №3": ["km", "1/2", "50km", "No. 3"],
    "E-Bike": ["E-Bike", "E–Bike", "E‑Bike", "E Bike"],
    "Rad": ["Rad-", "Rad–", "– Rad", "-Bus Rad"],
}
COMPOUNDS = {
    "Die Fußgängerampel": [
        "Ampel",
        "ampel",
        "AMPEL",
        "gänger",
        "Gänger",
        "Fußgänger",
        decomposed("gänger"),
    ],
    "Auf der Schnellstraße": ["Straße", "STRASSE", "strasse", "schnell", "hnells"],
    "Der Abenteuerspielplatz": ["Spielplatz", "Platz", "Teuer", "Abenteuer", "platz"],
    "Mehr Kinderfahrräder": ["Fahrräder", "fahrrader", "räder"],
    decomposed("Ein Wohnungslückenbauprogramm"): [
        "Lücke",
        "lücken",
        "Programm",
        decomposed("Lücke"),
    ],
    "Rad\u00adverkehrs\u00adförderung": ["Verkehr", "Förderung"],
    "Bus/Nachtbushaltestelle": ["Haltestelle", "Halte", "stelle"],
    "GEWERBEGEBIETSERWEITERUNG": ["gebiet", "Erweiterung", "weit"],
    "Photovoltaikanlage": ["Anlage", "voltaik"],
    "Lehrkräftemangel.Schulsozialarbeit": ["Mangel", "Kräfte", "sozial", "Arbeit"],
    "Ｓｔｒｏｍｎｅｔｚ": ["netz"],
    "Ampelkreuzung": ["Kreuzung"],
    "Nordwestlicher Ring": ["westlich", "westlicher"],
    "Ehrenamtskarte": ["Karte", "Amts"],
    "Haus\u200btürgespräch": ["Gespräch", "türg"],
    "Warmwasserspeicher": ["Wasser", "Speicher"],
}
NOT_IN_COMPOUNDS = {
    "Die Fußgängerampel": [
        "pel",
        "gel",
        "Ampelmast",
        '"Ampel"',
        "-Ampel",
        "-Ampel Fußgänger",
        '"Die Ampel"',
    ],
    "Der Park": ["Parkplatz", "spark"],
    "Ein Fussgaenger": ["enger"],
}


def stored(texts):
    """Store texts; return their keys."""
    rows = [
        Submission.made_of(receipt_hash=receipt_hash(random_code()), other_topic="x", reason=text)
        for text in texts
    ]
    Submission.objects.bulk_create(rows)
    Word.objects.add_new()
    return dict(zip(texts, [row.pk for row in rows], strict=True))


def wrong(table, *, hit):
    """Return which queries of a table do something else than they should."""
    keys = stored(table)
    return [
        (text, query)
        for text, queries in table.items()
        for query in queries
        if Submission.objects.matching(search(query)).filter(pk=keys[text]).exists() != hit
    ]


@pytest.mark.parametrize("table", [JOINED, APART, UNICODE, PHRASES, STILL_IN, COMPOUNDS])
def test_what_stands_in_the_text_is_found(table):
    assert not wrong(table, hit=True)


@pytest.mark.parametrize("table", [NOT_IN, NOT_IN_COMPOUNDS])
def test_what_does_not_stand_there_is_not_found(table):
    assert not wrong(table, hit=False)


@pytest.mark.parametrize("table", [JOINED, UNICODE, COMPOUNDS])
def test_what_was_found_is_marked_and_stays_as_it_was_written(table):
    unmarked = []
    for text, queries in table.items():
        Word.objects.all().delete()
        stored([text])
        for query in queries:
            [headline] = headlines([text], search(query))
            start, stop = MARKED
            assert headline.replace(start, "").replace(stop, "") == text.strip()
            unmarked += [] if start in headline else [(text, query)]
    assert not unmarked


AROUND = [  # a reference, and what people type with it
    *("{0}", "{1}", " {1} ", "{0}.", "({1})", "„{1}“", '"{1}"', "#{0}", "{1},", "<{1}>"),
    *("Nr. {1}", "Nr.{0}", "nr {1}", "No. {1}", "№ {1}", "Nummer: {1}", "Beitrag {1}", "Nr {0}"),
    *("Beitragsnummer {1}", "Beitragsnummer: {0}", "Beitrags-Nr. {1}", "BEITRAGSNUMMER {0}"),
    *("\u200b{1}\ufeff", "\u2066{1}\u2069", "\t{1}\n", "Beitrag Nr.\u00a0{1}"),
]
BETWEEN = [
    "",
    " ",
    "  ",
    "-",
    " - ",
    "–",
    "—",
    "‑",
    "−",
    ".",
    ". ",
    "\u00a0",
    "\u2009",
    "/",
    "_",
    "\t",
]


def test_a_reference_is_read_whatever_stands_around_it_and_inside():
    number = "BCDFGHJK"
    typed = [each.format(number, f"{number[:4]}-{number[4:]}") for each in AROUND]
    typed += [f"{number[:4]}{sign}{number[4:]}" for sign in BETWEEN]
    typed += [sign.join(number) for sign in BETWEEN]
    typed += ["bcdf-ghjk", "ＢＣＤＦ－ＧＨＪＫ", "ВCDF-GНJК"]  # Cyrillic В, Н, К
    assert not [each for each in typed if reference(each) != number]


@pytest.mark.parametrize(
    "typed", ["", "Nr.", "Bus Bahn", "BCDF-GHJ", "BCDF-GHJKL", "BCDF GHJA", "🚲"]
)
def test_what_is_no_reference_is_none(typed):
    assert reference(typed) == ""


NO_NUL = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(NO_NUL)
def test_what_was_read_once_is_read_the_same_again(text):
    read = "SELECT survey_words(%s), survey_words(survey_words(%s))"
    with connection.cursor() as cursor:
        cursor.execute(read, [text, text])
        once, twice = cursor.fetchone()
    assert once == twice


@given(NO_NUL, NO_NUL)
def test_what_is_shown_of_a_hit_was_written_so(text, query):
    shown = "".join(headlines([f"{text} Radweg {text}"], search(f"Radweg {query}")))
    for mark in MARKED:
        shown = shown.replace(mark, "")
    assert shown in f"{text} Radweg {text}".replace(MARKED[0], "").replace(MARKED[1], "")
