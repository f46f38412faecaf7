"""What the check page asks about: real personal data, and what only looks like it."""

import time

import pytest

from survey.submissions.personal_data import kinds_found

PHONE = "eine Telefonnummer"
EMAIL = "eine E-Mail-Adresse"
STREET = "eine Anschrift"
IBAN = "eine Kontonummer (IBAN)"


# Numbers from the ranges that the Bundesnetzagentur keeps free for films and examples.
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rufen Sie an: 030 23125 123", PHONE),
        ("030/23125123", PHONE),
        ("(030) 23125-123", PHONE),
        ("+49 30 23125 123", PHONE),
        ("+49 (0)30 23125123", PHONE),
        ("0049 30 23125123", PHONE),
        ("Handy 0171 3920001.", PHONE),
        ("Meine Telefonnummer ist 23125123", PHONE),
        ("Tel.: 231 251 23", PHONE),
        ("Schreiben Sie an name@example.org!", EMAIL),
        ("vor.nach+name@post.example.org", EMAIL),
        ("Ich wohne Musterstraße 12", STREET),
        ("in der Beispiel-Straße 3a", STREET),
        ("Musterstr. 5", STREET),
        ("Essener Straße 101", STREET),
        ("Bochumer Allee 12", STREET),
        ("Musterweg 7 in Bochum", STREET),
        ("Musterweg7a, Musterweg12", STREET),
        ("am Marktplatz 5", STREET),
        # The example of ISO 13616 for Germany, in groups and without.
        ("DE89 3704 0044 0532 0130 00", IBAN),
        ("IBAN: DE89370400440532013000.", IBAN),
        ("DE89 3704 0044 0532 0130 00 BITTE", IBAN),
    ],
)
def test_personal_data_is_noticed(text, kind):
    assert kinds_found(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Das Ticket kostet 2,80 Euro, früher 1.99 €.",
        "100.000 Euro, 1 000 000 Menschen, 0,5 Prozent",
        "Seit 1998, 2010/2011 und 2018-2020 passiert nichts.",
        "Am 01.02.2019 und vom 03.04.-05.06.2020",
        "Die Linien 105, 107 und SB16 fahren um 08:15 und 20:45 Uhr.",
        "Bus 302 / 308 / 318 / 0815",
        "Haus Nr. 12 im 3. Stock",
        "Nummer 7 und 12a",
        "Ein Radweg 5 km lang, ein Parkplatz 3 Meter breit",
        "auf Platz 1 der Tabelle, Parkplatz 12, Spielplatz 3",
        "Der Weg 2 Kilometer weiter",
        "Die Hauptstraße 30 Minuten lang",
        "A40, B224, L 442, die A 52",
        "Mehr @home-Angebote, #ruhr @stadt",
        "45127 Essen, 44135 Dortmund",
        "DE12 ist kein Konto, AB12 3456 7890 1234 auch nicht",
        "DE88 3704 0044 0532 0130 00",
        "EU 2016/2102, § 10d BGG NRW",
        "0-8-15",
        "2.000.000 Fahrgäste, 0 Toleranz",
        "von 6 bis 22 Uhr, 24/7, 365 Tage",
    ],
)
def test_other_numbers_are_not(text):
    assert kinds_found(text) == []


def test_several_kinds_are_all_named():
    assert kinds_found("name@example.org oder 030 23125123") == [EMAIL, PHONE]


@pytest.mark.parametrize(
    "text", ["0 " * 2000, "A" * 4000, "a@" * 2000, "Ab-" * 1300, "DE89 " * 800, "((((" * 1000]
)
def test_no_text_makes_the_search_explode(text):
    assert kinds_found(text) == []


def test_many_blanks_behind_the_word_telephone_stop_nothing():
    start = time.process_time()
    assert kinds_found("1 tel" + 3_900 * " " + "x") == []
    assert time.process_time() - start < 0.25
