"""Everyday words lead to the topic that people mean by them.

A word and the topics that are right for it, of which one must be found. Where nothing is found the
page shows all topics, which is honest; where another is found, it leads astray.
"""

import json
import re
from types import SimpleNamespace

import pytest

from dev.environment import ROOT
from forums.finding import MOST, find

# With these the keywords were chosen.
EVERYDAY = """
verkehr: Bus, Busse, Bahn, Zug, Fahrrad, Fahrräder, Fahrradweg, Radweg, Auto, Straße, Strasse,
    Stau, Öffis, Oeffis, ÖPNV, Ticket, Haltestelle, Schlagloch, Schlaglöcher, Parkplatz,
    Parkplätze, Parken, Ampel, Brücke, Knöllchen, Bahnhof, S-Bahn, U-Bahn, Straßenbahn, Tempo 30,
    Autobahn, E-Scooter, Fahrplan
wohnen-und-stadt: Miete, Mieten, Wohnung, Wohnungsnot, Sozialwohnung, Vermieter, Haus, Leerstand,
    Innenstadt, Spielplatz, Spielplätze, Stadtteil, Nachbar, Rathaus, Bauen, Obdachlose
gesundheit: Arzt, Ärzte, Aerzte, Hausarzt, Kinderarzt, Zahnarzt, Krankenhaus, Krankenhäuser,
    Pflege, Altenpflege, Pflegeheim, Apotheke, Hebamme, Psychotherapie, Impfung
bildungschancen: Kita, Kitas, Kita-Platz, Kindergarten, Schule, Schulen, Grundschule, OGS,
    Nachhilfe, Inklusion, Kinder, Schulhof, Abitur
lehrkraefte: Lehrer, Lehrerin, Lehrermangel, Unterrichtsausfall, Unterricht, Klassenlehrerin,
    Referendar
arbeit: Job, Jobs, Arbeitsplatz, arbeitslos, Ausbildung, Azubi, Lohn, Rente, Armut, Bürgergeld,
    Jobcenter
natur-und-gruen: Müll, Muell, Müllabfuhr, Mülleimer, Sperrmüll, Park, Stadtpark, Baum, Bäume,
    Wald, Umwelt, Umweltschutz, Grünfläche, Lärm|verkehr, Hund, Hundekot, Fluss
energie-und-klima: Strom, Strompreis, Heizung, Solaranlage, Klima, Klimawandel, Windrad, Kohle,
    Energiekosten
sicherheit: Polizei, Einbruch, Diebstahl, Drogen, Gewalt, Angst, Kriminalität, Feuerwehr, Clans
rechtsstaat: Gericht, Richter, Gesetz, Gesetze, Anwalt, Gefängnis, Korruption
integration: Flüchtlinge, Flüchtling, Ausländer, Deutschkurs, Sprachkurs, Rassismus, Moschee,
    Zuwanderung
wissenschaft: Uni, Universität, Studium, Studenten, Forschung, Hochschule, Professor
kunst-und-kultur: Theater, Museum, Museen, Musik, Konzert, Kino, Bücherei, Künstler
sport-und-events: Sport, Fußball, Fussball, Schwimmbad, Sportverein, Stadion, Turnhalle, Festival,
    Stadtfest
lokale-medien: Zeitung, Radio, Fernsehen, Nachrichten, Facebook, Journalist
ehrenamt: Verein, Vereine, Ehrenamt, Spenden, Helfer, freiwillig, Nachbarschaftshilfe
tourismus: Tourismus, Urlaub, Hotel, Ausflug, Zeche, Zollverein
innovation: Internet, Digitalisierung, Glasfaser, WLAN, Erfindung
start-ups: Gründer, Firmengründung, Start-up, Startup, selbstständig
internationales: Europa, Ausland, Städtepartnerschaft, Schüleraustausch, EU
"""

# Written when the keywords stood: none was chosen because of these. Keep it so.
UNSEEN = """
verkehr: Bushäuschen, Zugbegleiter, Fahrradstellplatz, Bahnverbindung, Ringstraße, Stauende,
    Busfahrt, Mobilitätswende, Anschlusszug, Verkehrsanbindung, Parkraum, Straßenrand,
    Fahrradkurier, Bahnfahren, Elektromobilität, Autofrei, Straßenkreuzung, Verkehrsminister,
    Radfahrerin, Gehsteig
wohnen-und-stadt: Mietshaus, Wohnungstausch, Wohnblock, Hauskauf, Bauprojekt, Altstadt,
    Fußgängerbereich, Wohnen im Alter|gesundheit, Vermieterin, Bürgermeisterin, Einkaufsmeile,
    Mietervertrag, Stadtmitte, Häuserfront, Wohnlage, Spielplätze, Nachbarschaftsstreit|sicherheit
gesundheit: Krankenhausessen, Arzthelferin, Ärztehaus, Pflegeplatz, Kinderklinik,
    Medikamentenmangel, Therapiehund|natur-und-gruen, Krankenpfleger, Impfpass,
    Schwangerschaftsabbruch, Klinikschließung, Fieber, Erkältungszeit,
    Seniorenwohnung|wohnen-und-stadt, Zahnklinik, Behindertenwerkstatt, Psychische Probleme,
    Gesundheitskarte
bildungschancen: Schulklasse, Kinderkrippe, Kindergartenplatz, Schülerticket|verkehr, Schulessen,
    Nachhilfelehrer|lehrkraefte, Schuluniform, Elternabend, Kinderzimmer|wohnen-und-stadt,
    Jugendarbeit, Schülerrat, Abiturient, Familienhilfe, Schulbibliothek|kunst-und-kultur,
    Schulkantine, Erstklässler
lehrkraefte: Lehrerstreik, Lehrernachwuchs, Aushilfslehrer, Unterrichtsstunden, Lehrergehalt,
    Musiklehrerin, Schulleiterin
arbeit: Arbeitssuche, Bewerbungsfoto, Arbeitsplätze, Ausbildungsbetrieb, Lohnerhöhung,
    Rentenversicherung, Jobverlust, Arbeitskampf, Stahlindustrie, Handwerkskammer, Geldmangel,
    Gehaltserhöhung, Berufsausbildung, Fabrikarbeiter, Industriekaufmann, Armutsgrenze
natur-und-gruen: Parkanlagen, Baumpflanzung, Waldbrand|sicherheit, Gartenlaube, Müllproblem,
    Müllmann, Wasserqualität, Hundeplatz, Vogelschutz, Umweltamt, Luftqualität, Regenwald,
    Blumenkübel, Tierarztpraxis|gesundheit, Bachufer, Naturkunde, Abfallkalender,
    Lärmschutzwand|verkehr, Flussufer, Baumkrone, Katzenkastration, Grünzug
energie-und-klima: Stromleitung, Heizungsbau, Gasleitung, Windkraftwerk, Kohlestrom,
    Klimaneutralität, Solarpark, Stromkunde, Energieberatung, Wärmeplanung, Heizkostenabrechnung
sicherheit: Polizeiwache, Einbruchschutz, Drogenabhängige|gesundheit, Messerattacke,
    Gewaltverbrechen, Sicherheitskräfte, Kriminelle Clans, Diebesbande, Feuerwehrauto,
    Überwachungsstaat|rechtsstaat, Drogenkriminalität, Angsträume, Gewaltprävention, Raubzug
rechtsstaat: Gerichtsurteil, Richterin, Anwaltskosten, Strafverfahren, Gesetzgebung, Klageweg,
    Justizminister, Grundrecht, Demokratieverständnis, Wahlbeteiligung
integration: Flüchtlingsunterkunft, Migrationspolitik, Deutschlernen, Asylanten, Kirchengemeinden,
    Sprachförderung, Ausländerfeindlich, Religionsunterricht, Moscheegemeinde, Türkische
    Läden|wohnen-und-stadt
wissenschaft: Universitäten, Studentenausweis, Hochschulreform, Forschungslabor,
    Professorenstelle, Unigebäude, Studienanfänger, Wissenschaftsstandort, Laborant
kunst-und-kultur: Theatergruppe, Museumsbesuch, Musikfestival|sport-und-events, Kunstmuseum,
    Kinobesuch, Konzertsaal, Chorprobe, Tanzgruppe, Filmemacher, Künstlerviertel, Bücherschrank,
    Musikverein|ehrenamt, Kulturhauptstadt
sport-und-events: Sporthallen, Fußballspiel, Schwimmhalle, Freibadsaison, Festivalgelände,
    Turnierplan, Trainingszeiten, Partymeile, Karnevalsverein|ehrenamt,
    Sportunterricht|bildungschancen|lehrkraefte, Marathonlauf, Laufverein, Stadionverbot,
    Fitnessgeräte, Straßenfeste
lokale-medien: Zeitungsverlag, Radiomoderator, Fernsehkanal, Nachrichtensendung, Presseausweis,
    Journalistin, Medienhaus, Facebook-Gruppe, Zeitungszusteller
ehrenamt: Vereinsförderung, Spendenkonto, Freiwilligenagentur, Helferkreis, Ehrenamtsbörse,
    Hilfsprojekt, Vereinsgründung, Stiftungsgelder, Tafelladen
tourismus: Hotelbett, Ausflugstipp, Urlaubsregion, Zechengelände, Touristenbus, Wanderkarte,
    Gastwirt, Zoobesuch, Kneipenszene, Reisegruppe, Haldenkunst
innovation: Internetzugang, Digitalministerium, Glasfaseranschluss, Handymast, Computerkurs,
    Technikmuseum|kunst-und-kultur, Wirtschaftsstandort, Softwarefirma, Roboterhund
start-ups: Gründerkredit, Firmengründung, Unternehmensnachfolge, Geschäftsideen,
    Start-up-Förderung, Existenzgründung
internationales: Auslandseinsatz, Europapolitik, EU-Gelder, Partnerland, Weltmarkt, Friedensdemo,
    Grenzverkehr|verkehr, Exportwirtschaft, Austauschschüler
"""


class Topic(SimpleNamespace):
    __hash__ = object.__hash__


def topics():
    rows = json.loads((ROOT / "fixtures" / "forums.json").read_text())
    return [Topic(**row["fields"]) for row in rows if row["model"] == "forums.forum"]


ALL = topics()


def found(word):
    return [topic.slug for topic in find(word, ALL)]


def expected(words):
    """Yield each word of a list with the topics that are right."""
    for line in re.sub("\n +", " ", words).strip().splitlines():
        slug, _, each = line.partition(": ")
        for entry in each.split(", "):
            word, *others = entry.split("|")
            yield word, {slug, *others}


def shares(words):
    """Return which share of a list leads to a right topic, and which to wrong ones alone."""
    shown = [(right, set(found(word))) for word, right in expected(words)]
    judged = [(bool(right & topics), bool(topics)) for right, topics in shown]
    right, wrong = sum(good for good, _ in judged), sum(any_ and not good for good, any_ in judged)
    return right / len(judged), wrong / len(judged)


def test_there_are_150_everyday_words_and_each_leads_to_its_topic_first():
    words = list(expected(EVERYDAY))
    assert len(words) >= 150
    assert [word for word, right in words if not {*found(word)[:1]} & right] == []


def test_of_words_that_the_keywords_were_not_chosen_for_most_are_found():
    right, wrong = shares(UNSEEN)
    assert right >= 0.85
    assert wrong <= 0.02


@pytest.mark.parametrize("topic", ALL, ids=lambda topic: topic.slug)
def test_each_topic_has_15_to_30_keywords(topic):
    lines = topic.keywords.splitlines()
    assert 15 <= len(lines) <= 30
    assert all(line.strip() == line and line for line in lines)
    assert len(topic.about) <= 120


def test_no_word_stands_at_two_topics():
    places = {}
    for topic in ALL:
        for word in re.split("[,:\n] ?", topic.keywords):
            places.setdefault(word.lower(), set()).add(topic.slug)
    assert {word: slugs for word, slugs in places.items() if len(slugs) > 1} == {}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Müll", ["natur-und-gruen"]),  # not by Hildegard Müller
        ("Stau", ["verkehr"]),  # not by Austausch
        ("Verein", ["ehrenamt"]),  # not by Zollverein
        ("Zollverein", ["tourismus"]),
        ("Staub", ["natur-und-gruen"]),
    ],
)
def test_letters_inside_words_do_not_count(word, expected):
    assert found(word) == expected


@pytest.mark.parametrize(
    "spelling",
    ["Straße", "strasse", "STRASSE", "Strase", "Straßen", " Straße! ", "die Straße"],
)
def test_it_is_found_however_it_is_spelt(spelling):
    assert found(spelling) == ["verkehr"]


@pytest.mark.parametrize("spelling", ["Lärm", "Laerm", "lärm", "LÄRM", "La\u0308rm"])
def test_umlauts_may_be_written_in_any_way(spelling):
    assert found(spelling)[:1] == ["natur-und-gruen"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bezahlbare Wohnung", ["wohnen-und-stadt"]),
        ("Bus und Bahn", ["verkehr"]),
        ("kein Platz in der Kita", ["bildungschancen"]),
        ("Tempo 30", ["verkehr"]),
        ("E-Bike", ["verkehr"]),
        ("Hartz IV", ["arbeit"]),
    ],
)
def test_several_words_are_taken_together(words, expected):
    assert found(words) == expected


def test_a_compound_leads_to_both_of_its_parts():
    assert found("Musiklehrerin") == ["kunst-und-kultur", "lehrkraefte"]


def test_words_of_the_authority_are_found_too_but_none_that_stand_everywhere():
    assert found("interprofessionell") == ["gesundheit"]
    assert found("Metropolregion") == []


@pytest.mark.parametrize("word", ["", " ", "x", "%", "\\", "…", "und", "Raumfahrt", "😀", "\0"])
def test_what_says_nothing_finds_nothing(word):
    assert found(word) == []


def test_never_many_are_found():
    assert len(found("Bus Müll Schule Arzt Theater Sport Polizei")) == MOST
