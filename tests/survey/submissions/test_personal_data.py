"""What the pages ask about: real personal data, and what only looks like it."""

import time

import pytest
from hypothesis import given
from hypothesis.strategies import characters, lists, sampled_from, text

from survey.submissions.personal_data import found

PHONE, EMAIL, STREET, IBAN, NAME = (
    "eine Telefonnummer",
    "eine E-Mail-Adresse",
    "eine Anschrift",
    "eine Kontonummer (IBAN)",
    "einen Namen",
)


def table(texts: str) -> list[str]:
    """Return the texts that stand there apart."""
    return [text.strip(" \n") for text in texts.split("¦")]


def kinds_found(text: str) -> list[str]:
    return [each.kind for each in found(text)]


# Phone numbers of films and examples, and made ones; \u2028 is a line break.
PHONES = table("""
0201 1234567 von 8 bis 18 Uhr ¦ 0201 1234567 mal anrufen ¦
0201 1234567, ab 18 Uhr ¦ 0176.1234.5678 ¦ Rufen Sie an: 030 23125 123 ¦ 030/23125123 ¦
(030) 23125-123 ¦ +49 30 23125 123 ¦ +49 (0)30 23125123 ¦ +49(0)201/1234567 ¦ 0049 30 23125123 ¦
0049(0)201 1234567 ¦ Handy 0171 3920001. ¦ Meine Telefonnummer ist 23125123 ¦ Tel.: 231 251 23 ¦
Tel.0201 1234567 ¦ Tel:0201/1234567 ¦ T 0201 1234567 ¦ Mobil: 0171-39 20 001 ¦ (02 01) 1 23 45 67 ¦
02 01 / 12 34 56 ¦ 0201\u00a01234567 ¦ 0201\u202f123\u202f4567 ¦ 0201–1234567 ¦ 0201 − 123 45 67 ¦
0201 / 1234567 ¦ ０２０１ １２３４５６７ ¦ 0201\u200b1234567 ¦ 02\u00ad01 1234567 ¦ 0171/39.20.001 ¦
0171,3920001 ¦ 0201, 1234567 ¦ 0201:1234567 ¦ 0201*1234567 ¦ 0201_1234567 ¦ +49.201.1234567 ¦
+49-171-3920001 ¦ Telefon 12 34 56 ¦ Tel. privat: 123456 ¦ Telefon-Nr. 123456 ¦ Tel.-Nr.: 123456 ¦
Rufnummer 123 456 ¦ Fax (0201) 12345 ¦ WhatsApp 0171 3920001 ¦ erreichbar unter 1234567 ¦
Sie erreichen mich abends unter 123 45 67 ¦ Ruft mich an 1234567 ¦ 01 71 39 20 00 1 ¦
0171 3920001abends ¦ Anna,0171 3920001 ¦ 49 171 3920001 ¦ 0171-3920001/0201-1234567 ¦
(0201)1234567 ¦ 0201 / 12345 - 0 ¦ ٠٢٠١ ١٢٣٤٥٦٧ ¦ 0 30 / 23 12 51 23 ¦ 0201 12 34 567; danke ¦
[0201] 1234567 ¦ 0201 [1234567] ¦ 0201'1234567 ¦ 0201~1234567 ¦ ruf 0201123456 an ¦
☎ 0201 1234567 ¦ ℡ 0201 1234567 ¦ 0201=1234567 ¦ 0201\u20281234567 ¦ 0201–12–34–56 ¦
+49 (201) 1234567 ¦ +49 0201 1234567 ¦ 0201 1234567-12 ¦ 0201 . 1234567 ¦ 0201..1234567 ¦
0 20 1 / 12 34 56 ¦ 0201/1234567-0 ¦ Büro: 0201-12 34 56 ¦ Telefonisch 0234-123456 erreichbar ¦
tel 0234123456 ¦ TEL.: 0234 / 123456 ¦ Telefonnr: 123456 ¦ Festnetz 02345/6789 ¦
Nummer: 0208 123456 ¦ 0208 123456. ¦ (0208)123456 ¦ 0208-123456, ¦ "0208 123456" ¦ 0208 123456/7 ¦
02041 12345 ¦ 0 20 41 - 1 23 45 ¦ meine Nummer ist 123456 ¦ unter der Nummer 123456 ¦
0203/12345 ab 18 Uhr ¦ von 8-18 Uhr unter 0203/12345 ¦ Rückruf bitte 0203 12345 ¦ +49(203)12345 ¦
mein Handy ist 0171 3920002 ¦ ruf mich an 0171/3920002! ¦ 0171 - 392 000 2 ¦ 0171.39.20.00.2 ¦
0171/392-0002 ¦ +49171 3920002 ¦ 0049-171-3920002
""")
MAILS = table("""
erna (at) gmx.de ¦ Schreiben Sie an name@example.org! ¦ vor.nach+name@post.example.org ¦
erna[at]gmx.de ¦ erna [ät] gmx.de ¦ erna(ät)gmx.de ¦ erna {at} gmx.de ¦ erna at gmx dot de ¦
erna at gmx punkt de ¦ erna (at) gmx (dot) de ¦ erna [at] gmx [punkt] de ¦ erna＠gmx．de ¦
erna＠gmx.de ¦ er\u200bna@gm\u200bx.de ¦ erna@\u2060gmx.de ¦ erna @ gmx.de ¦ erna@ gmx.de ¦
erna@gmx. de ¦ erna @gmx.de ¦ erna-at-gmx.de ¦ erna_at_gmx_dot_de ¦ erna(a)gmx.de ¦
erna (AT) GMX.DE ¦ ERNA@EXAMPLE.ORG ¦ erna klammeraffe gmx punkt de ¦ erna@gmx ¦ erna (at) web ¦
erna@müller.example ¦ erna@mu\u0308ller.example ¦ mailto:erna@example.org ¦ <erna@example.org> ¦
erna(@)gmx.de ¦ erna|at|gmx.de ¦ erna*at*gmx.de ¦ erna@example.org.Danke ¦
erna\u00a0@\u00a0gmx.de ¦ erna@gmx,de ¦ erna at t-online dot de ¦ erna.muster(at)mail.example.de ¦
erna ät gmx.de ¦ erna @ gmx . de ¦ erna﹫gmx.de ¦ erna@gmx。de ¦ erna(at)gmx(.)de ¦ erna[@]gmx.de ¦
erna (at)gmx.de ¦ erna „at“ gmx.de ¦ erna "at" gmx.de ¦ erna at gmx.de ¦ erna/at/gmx.de ¦
erna.muster@example.org ¦ erna(at)example.org ¦ erna [at] example [dot] de ¦
erna AT example DOT de ¦ erna (at) example punkt de ¦ ERNA(AT)EXAMPLE.ORG ¦ erna{ät}example.org ¦
erna ( at ) example.org ¦ erna -at- example -dot- de ¦ erna@example.org, bitte ¦
schreibt an erna@example.org. ¦ E-Mail:erna@example.org ¦ erna@example.org? ¦
erna_muster@example.org ¦ m.muster at web.de ¦ erna @ web . de ¦ erna(ät)web(punkt)de ¦
erna&muster@example.org ¦ erna@sub.example.org
""")
ADDRESSES = table("""
Am Stadtgarten 17 ¦ hauptstraße 12 ¦ Ich wohne Musterstraße 12 ¦ in der Beispiel-Straße 3a ¦
Musterstr. 5 ¦ Essener Straße 101 ¦ Bochumer Allee 12 ¦ Musterweg 7 in Bochum ¦
Musterweg7a, Musterweg12 ¦ am Marktplatz 5 ¦ An der Musterbrücke 3 ¦ Straße des Musters 5 ¦
am stadtgarten 17 ¦ Ich wohne am Stadtgarten 17. ¦ an der musterbrücke 3 ¦ Platz der Republik 1 ¦
Straße des 17. Juni 135 ¦ Unter den Linden 5 ¦ Auf dem Alten Markt 2 ¦ Im Winkel 3b ¦
Zum Musterhof 12 a ¦ Hauptstrasse 12 ¦ HAUPTSTRASSE 12 ¦ hauptstr 12 ¦ Hauptstr.12 ¦
Muster Str. 5 ¦ essener straße 101 ¦ Berliner Platz 5 ¦ Willy-Brandt-Platz 3 ¦ Musterring 4 ¦
Musterkamp 5 ¦ Musterstraße Nr. 12 ¦ Musterstraße, Hausnummer 12 ¦ Musterstraße 12-14 ¦
Musterstraße\u00a012 ¦ Muster\u00adstraße 12 ¦ Musterstraße\u200b 12 ¦
Musterstraße 12, 45127 Essen ¦ Musterhof 3, 45127 Essen ¦ wohnhaft Musterhof 3 ¦
Adresse: Sonnenhang 7 ¦ der Typ aus Nummer 7 ¦ die Leute aus Haus Nr. 12 ¦ Hauptstraße\u202812 ¦
Am Stadtgarten 17, Essen ¦ Am Stadtgarten 17 Essen ¦ Am Stadtgarten 17 wohne ich ¦
Auf der Heide 12 ¦ Hinter den Höfen 2 ¦ In der Aue 3 ¦ Mu\u0308hlenstraße 4 ¦ Musterpfad 3 ¦
Musterufer 12 ¦ Musterstraße Haus 7 ¦ Zur Mühle 9 ¦ musterweg 7 ¦ Prinz-Albert-Straße 3 ¦
Königin-Luise-Str. 4c ¦ An den Eichen 8 ¦ Am Waldrand 5 ¦ Beim Musterhof 6 ¦ Hauptstraße １２ ¦
Allee der Kosmonauten 3 ¦ Weg am Kanal 5 ¦ St.-Anna-Straße 5 ¦ Dr.-Muster-Str. 7 ¦
Musterstraße (Nr. 12) ¦ Musterstraße: 12 ¦ Alte Straße 5 ¦ Am Musterbach 8 a ¦ Musterstraße 12 ½ ¦
Am Alten Markt 3 ¦ an der ruhr 12a ¦ Zum Alten Zollhaus 5 ¦ Auf dem Berg 12 ¦ In der Dell 4 ¦
Auf'm Kamp 3 ¦ Am Hang 5 ¦ Im Siepen 12 ¦ Auf der Höhe 4 ¦ Vogelsiepen 3 ¦
Heinrich-Heine-Allee 12 ¦ Rüttenscheider Str. 120 ¦ rüttenscheider str 120 ¦
Kettwiger Strasse 2-10 ¦ Straße der Freundschaft 12 ¦ Am Brunnen 3 in Essen ¦
Am Brunnen 3, Bochum ¦ gartenstr. 5 ¦ gartenstr5 ¦ Gartenstrasse Nr 5 ¦ Gartenstraße nr. 5 b ¦
Gartenstraße 5 B ¦ Gartenstraße 5/7 ¦ Gartenstraße 5, 2. Stock ¦ Wohne in der Gartenstraße 5 ¦
Dorfplatz 2 ¦ Kaiserplatz 12 ¦ Ostwall 3 ¦ Südring 12 ¦ Ruhrallee 55 ¦ Ruhrufer 3 ¦ Hellweg 7 ¦
Westfalendamm 12 ¦ Burggasse 3 ¦ Von-der-Heydt-Straße 4 ¦ Straße Am Kanal 3 ¦ Am Kanal 3, 2. OG ¦
Ecke Gartenstraße 5 ¦ (Gartenstraße 5) ¦ Gartenstraße 5a-c ¦ Mülheimer Straße 5 ¦
45127 Essen, Gartenstraße 5 ¦ Gartenstr. 5 in 45127 Essen ¦ Zur Alten Schmiede 9 ¦
im Haus Am Brunnen 3 ¦ Unter der Burg 3 ¦ Am Fluss 3 ¦ Beim Brunnen 12 ¦ Platz des Friedens 2 ¦
Weg zur Mühle 4 ¦ Gartenstraße 12. Dort
""")
NAMES = table("""
Bis bald, LG\u2028Erna ¦
Ich heiße Erna Muster ¦ Ich heisse Erna ¦ ich heiße erna ¦ Mein Name ist Erna Muster. ¦
Mein Name: Muster ¦ Mein Name lautet Muster ¦ mein name ist erna ¦ Herr Muster ¦ Frau Muster ¦
Frau Dr. Muster ¦ Nachbar Muster ¦ mein Nachbar Muster parkt immer ¦ Nachbarin Muster ¦
unser Nachbar, Herr Muster ¦ Familie Muster ¦ Fam. Muster ¦ Hr. Muster ¦ Fr. Muster ¦
Herrn Muster ¦ Viele Grüße, Erna Muster ¦ Mit freundlichen Grüßen\u2028Erna Muster ¦ MfG Muster ¦
LG Erna ¦ Gruß Erna ¦ gez. Muster ¦ Mit freundlichen Gru\u0308ßen Erna ¦ Herr\u00a0Muster ¦
Herr Mus\u00adter ¦ Name: Muster ¦ Vorname: Erna ¦ Eheleute Muster ¦ Herr Dr. Muster ¦
Frau Ministerin Muster ¦ Ich heiße Şahin ¦ Frau Özdemir ¦ My name is Erna ¦ Herr M. Muster ¦
die Frau Muster ¦ Herr X. aus dem Rathaus ¦ Ich bin Erna Muster ¦ ICH HEISSE ERNA ¦ HERR MUSTER ¦
ich heiße: Erna ¦ Ich heiße „Erna“ ¦ herr muster ¦ Herr von Muster ¦ Frau van der Muster ¦
Ich heiße Erna ¦ ich heiße Erna Muster und wohne hier ¦ Mein Name ist Erna ¦
mein Name ist: Erna Muster ¦ Mein Name lautet Erna Muster. ¦ Frau Prof. Dr. Muster ¦
mein Nachbar, Herr Muster ¦ meine Nachbarin Frau Muster ¦ der Nachbar Muster ¦ Nachbarn Muster ¦
Herrn Erna Muster ¦ Familie Muster-Beispiel ¦ Frau Muster-Beispiel ¦ Herr O'Muster ¦
Beste Grüße Erna Muster ¦ Viele Grüße von Erna Muster ¦ Herzlichst, Erna ¦ Liebe Grüße\u2028Erna ¦
Gruss Erna ¦ Mit freundlichem Gruß Erna Muster ¦ i.A. Erna Muster ¦ Herr Yılmaz ¦ Frau Çelik ¦
Herr Łukasz ¦ Frau Иванова ¦ Familie El Khatib ¦ Lehrerin Frau Muster ¦ Dr. Muster
""")
ACCOUNTS = table("""
DE89 3704 0044 0532 0130 00 ¦ IBAN: DE89370400440532013000. ¦ DE89 3704 0044 0532 0130 00 BITTE ¦
DE 89 3704 0044 0532 0130 00 ¦ DE89-3704-0044-0532-0130-00 ¦ DE89.3704.0044.0532.0130.00 ¦
de89 3704 0044 0532 0130 00 ¦ De89370400440532013000 ¦
DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000 ¦ DE89 37040044 0532013000 ¦
IBAN DE89 3704 0044 0532 0130 00, Danke ¦ (DE89 3704 0044 0532 0130 00) ¦
ＤＥ８９ 3704 0044 0532 0130 00 ¦ DE89\u200b3704 0044 0532 0130 00 ¦ DE89/3704/0044/0532/0130/00 ¦
GB82 WEST 1234 5698 7654 32 ¦ NL91ABNA0417164300 ¦ IBAN:DE89370400440532013000 ¦
IBANDE89370400440532013000 ¦ FR14 2004 1010 0505 0001 3M02 606 ¦ nl91 abna 0417 1643 00 ¦
DE89 3704  0044 0532 0130 00 ¦ DE89 3704 0044 0532 0130 00ist mein Konto
""")
NOTHING = table("""
Das Ticket kostet 2,80 Euro, früher 1.99 €. ¦ 100.000 Euro, 1 000 000 Menschen, 0,5 Prozent ¦
Seit 1998, 2010/2011 und 2018-2020 passiert nichts. ¦ Am 01.02.2019 und vom 03.04.-05.06.2020 ¦
Die Linien 105, 107 und SB16 fahren um 08:15 und 20:45 Uhr. ¦ Bus 302 / 308 / 318 / 0815 ¦
Haus Nr. 12 im 3. Stock ¦ Nummer 7 und 12a ¦ Ein Radweg 5 km lang, ein Parkplatz 3 Meter breit ¦
auf Platz 1 der Tabelle, Parkplatz 12, Spielplatz 3 ¦ Der Weg 2 Kilometer weiter ¦
Die Hauptstraße 30 Minuten lang ¦ A40, B224, L 442, die A 52 ¦ Mehr @home-Angebote, #ruhr @stadt ¦
45127 Essen, 44135 Dortmund ¦ DE12 ist kein Konto, AB12 3456 7890 1234 auch nicht ¦
DE88 3704 0044 0532 0130 00 ¦ EU 2016/2102, § 10d BGG NRW ¦ 0-8-15 ¦
2.000.000 Fahrgäste, 0 Toleranz ¦ von 6 bis 22 Uhr, 24/7, 365 Tage ¦ Radschnellweg 1 ¦
am Radschnellweg 1 fehlt Licht ¦ der RS1 und der RS 1 ¦ auf der A40 und an der B224 ¦ Linie 302 ¦
in der Linie 302 ¦ Die Straßenbahn 107 und der Bus 160 ¦ § 34 Abs. 1 BauGB ¦ Platz 3 ¦
auf Platz 3 ¦ Ziel 17 ¦ zum Ziel 17 der Agenda ¦ Gesamtschule 3 ¦ an der Grundschule 4 ¦
Realschule 2 und Gymnasium 1 ¦ in der Klasse 5 ¦ Am Montag 3 Stunden, am 24. Dezember ¦
Am Wochenende 17 Stunden ¦ 01/02/2019 ¦ 05/2018 - 06/2019 ¦ 06:00-22:00 Uhr ¦ 06.00 - 22.00 Uhr ¦
0630 - 2230 Uhr ¦ Drucksache 0567/2018 ¦ 2026-11-26 ¦ 20.11.26 ¦ 01.02.-05.06.20 ¦
Am Bahnhof 17 Fahrräder ¦ Am Bahnhof 12 neue Bänke ¦ am Bahnhof 3 Minuten warten ¦
im Ruhrgebiet 53 Städte ¦ im Ruhrgebiet 5 Millionen Menschen ¦ auf der Seite 12 ¦ im Kapitel 3 ¦
in Tempo 30 Zonen ¦ Tempo 30 in der Hauptstraße ¦ Bundesstraße 224 ¦ Fahrradstraße 30 ¦
am Gleis 3 ¦ auf Gleis 12 ¦ im Jahr 2030 ¦ Stufe 2, Stockwerk 4 ¦ Top 10 ¦ Kita 2 ¦
80 % der Menschen ¦ 5G, CO2 und PM10 ¦ 1,5 Grad ¦ 3 x 4 m ¦ Raum 101 ¦ Postleitzahl 01067 ¦
PLZ 45127 ¦ 01067 Dresden ¦ von 0 auf 100 ¦ Die Note 1,0 ¦ In der Stadt 100 Bäume pflanzen ¦
am Kreisverkehr 3 Fahrspuren ¦ zur Linie 66 umsteigen ¦ Ich heiße das gut ¦
ich heiße alle willkommen ¦ Ich heiße Gewalt nicht gut ¦ Mein Name ist egal ¦ Herr Bürgermeister ¦
Frau Ministerin ¦ Sehr geehrte Damen und Herren ¦ als Frau Angst haben ¦ eine Frau Kinder hat ¦
mein Nachbar und ich ¦ der Nachbar Lärm macht ¦ die Familie und der Beruf ¦ Grüße aus Essen ¦
Viele Grüße ¦ Mit freundlichen Grüßen ¦ LG Essen ¦ Preise von 10 bis 20 Euro ¦ 24.12., 10-18 Uhr ¦
2 - 3 mal ¦ 1. Ziel, 2. Weg 3. Platz ¦ Umweg 3 km ¦ at home ¦ Look at example ¦ Freitag at 8 ¦
100.000.000 Euro ¦ +100.000.000 Euro ¦ von 2018/19 ¦ Artikel 3 GG ¦ Agenda 2030 ¦ Ruhr2030 ¦
SGB II ¦ ISBN 978-3-16-148410-0 ¦ Höhe 1,80 m ¦ 10.000 Schritte ¦ 9-Euro-Ticket ¦ 49-Euro-Ticket ¦
49 Euro ¦ 14:30 ¦ 7.30 Uhr ¦ U79, S6, RE1, RB 33 ¦ im RE1 und am RS1 ¦
Haltestelle Hauptstraße 3 Minuten ¦ Platz 1 bis 10 ¦ Straße 12 ¦ der Straße 3 ¦ 12.12. ¦ 1.000 ¦
2+2=4 ¦ 30er-Zone Hauptstraße ¦ Hauptstraße 30er Zone ¦ Am Marktplatz 5 Bäume ¦ Schulweg 2 km ¦
Bahnsteig 3 ¦ am Bahnsteig 12 ¦ Anstieg 5 ¦ Punkt 3 ¦ Frage 12 ¦ Forum 7 ¦ im Themenforum 13 ¦
NRW 2030 ¦ Corona 2020 ¦ auf der Autobahn 40 ¦ A 40 und B 1 ¦ Grundschule 12 ¦
Zeche Zollverein 12 ¦ Schacht 12 ¦ am Schacht 4 ¦ Emscher 3.0 ¦ zum Ziel 17 ¦ am Platz 3 ¦
an der Gesamtschule 7 ¦ am Gymnasium 12 ¦ im Bus 302 ¦ mit dem Bus 107 ¦ Am Dienstag 17 Uhr ¦
am 3. Oktober ¦ zu 100 % ¦ die Straße 30 m breit ¦ pro 1000 Einwohner ¦ Um 17 Uhr ¦ Nr. 5 ¦
im Haus 3 ¦ Seit der Reform 2005 ¦ Auf der Kirmes 2019 ¦ 0,75 bis 1,25 Euro ¦ 0,30 Euro pro km ¦
0815 und 4711 ¦ 11.11. 11:11 Uhr ¦ 10 000 Euro im Jahr ¦ 007 ¦ 0900-1700 Uhr ¦ §§ 3, 4 und 5 ¦
Kapitel 3, Seite 12 ¦ Jahrgang 1960 ¦ Mein Name steht nicht dort ¦ ich heiße es gut ¦
Herren und Frauen ¦ Herr werden ¦ der Lage Herr ¦ pro Familie 2 Kinder ¦ Grundschulen 1 bis 3 ¦
jede Frau Zugang hat ¦ meine Frau und ich ¦ im Stadtteil 45 ¦ Welle 3 ¦ Linien 01, 02, 03 ¦
S1 S2 S3 ¦ im Sommer 30 Grad ¦ Am Bahnhof 3. Gleis ¦ bis 2035 klimaneutral ¦
Gesamtschule Berger Feld 2 ¦ Der Bus 160 fährt alle 20 Minuten ¦ Tempo 50 ¦ B1/A40 ¦ Platz 1-3 ¦
Zone 30 ¦ im Haushalt 2027 ¦ Haushalt 2026/27 ¦ Kapitel 2.3.1 ¦ am Ende 5 Euro ¦ am Tag 3 Stunden ¦
Am Samstag, 12.10. ¦ Die Kosten: 3,5 Mio. € ¦ ca. 30 % ¦ 10:00 ¦ Buslinie SB 20 ¦ NE 3 ¦
Rhein-Ruhr-Express RE 11 ¦ RRX 1 ¦ Artikel 5 Abs. 2 Satz 1 ¦ §34 ¦ § 5 Absatz 2 ¦ EG 5 ¦
DIN 18040-1 ¦ ISO 9001:2015 ¦ Verordnung (EU) 2016/679 ¦ Richtlinie 2000/60/EG ¦
Drucksache 17/4711 ¦ Vorlage Nr. 0815/2019 ¦ Az. 12-34/56 ¦ Pflegegrad 3 ¦ Hartz 4 ¦ Klasse 5b ¦
Klassen 5 bis 10 ¦ Note 3 ¦ Schicht 8 ¦ Gruppe 47 ¦ Windstärke 8 ¦ Bundesliga 2 ¦ VfL 1848 ¦
Schalke 04 ¦ BVB 09 ¦ Rot-Weiss Essen 1907 ¦ MSV 02 ¦ Ruhr 2010 ¦ RUHR.2010 ¦
Kulturhauptstadt 2010 ¦ Route 66 ¦ Zeche Carl 100 Jahre ¦ IBA 2027 ¦ Olympia 2036 ¦ G8/G9 ¦
U18, U35 ¦ Menschen ab 60 ¦ unter 18 ¦ Über 65 Jahre ¦ zwischen 20 und 30 Uhr ¦
Am Phoenixsee 3 Boote ¦ die Brücke 14 Jahre gesperrt ¦ der Platz 5 Jahre Baustelle ¦
Musterplatz 2 Bäume ¦ Essener Platz 3 Bäume ¦ Weg 3 ¦ Straße 3-spurig ¦ Haus 5 ¦
Am Hauptbahnhof 2 Aufzüge ¦ am Hauptbahnhof 2 defekte Aufzüge ¦ am Bahnhof 2 von 3 Aufzügen ¦
Im Park 2019 ¦ im Park 20.000 Leute ¦ vor der Wahl 2025 ¦ nach der Reform 1975 ¦
in der Zeit 9-12 Uhr ¦ an Tag 2 ¦ um 8.15 Uhr ¦ von 0800 bis 1600 ¦ Tel. 110 ¦ Notruf 112 ¦
Tel. 115 ¦ 115 anrufen ¦ Rufen Sie die 112 ¦ Telefon 24/7 ¦ Handy ab 12 Jahren ¦ Mobil 2030 ¦
mobil 4.0 ¦ Fax? 1990! ¦ Preis 0,99 ¦ € 1.234.567,89 ¦ 1.234.567 ¦ 12 345 678 ¦ EUR 12.000.000 ¦
0800 ¦ 00:30 ¦ 0 bis 6 Jahre ¦ 0-6 Jährige ¦ 01.09. ¦ 01/26 ¦ 2025-09-01 ¦ 9/11 ¦
07.07.2007 - 08.08.2008 ¦ 1,2,3,4,5,6,7,8,9 ¦ 0,1,2,3,4 ¦ Lotto 6 aus 49 ¦ 4 von 5 ¦ 20 x 30 ¦
Seite 12-14 ¦ Mail: folgt ¦ at all ¦ E-Mail schreiben ¦ @ruhrkonferenz ¦ auf Twitter @stadt_essen ¦
folgt @ruhr auf Instagram ¦ C@fe ¦ Name des Vereins ¦ Namen nennen ¦ im Namen der Eltern ¦
Herr der Lage ¦ Herren-Toilette ¦ Frauen und Männer ¦ Frau sein ¦ Frauenhaus 2 ¦
Familien mit 3 Kindern ¦ Familie ist wichtig ¦ Nachbarstadt ¦ Nachbarn reden ¦
die Nachbarn Oberhausen und Mülheim ¦ Nachbar Niederlande ¦ Liebe Grüße Ruhrgebiet ¦
Gruß aus Bochum ¦ Grüße vom Kanal ¦ ich bin Mutter von 3 Kindern ¦ Ich bin Rentnerin ¦
Ich bin Bürgerin Essens ¦ Ich bin Anwohnerin Hauptstraße ¦ Ich bin Mitglied im ADFC ¦ HERRENHAUS ¦
FRAUEN STÄRKEN ¦ Ich bin Essener Bürger ¦ am 1. Mai 2027 ¦ in den Ferien 3 Wochen ¦
in der Regel 2 mal ¦ in der Woche 40 Stunden ¦ in der Stunde 4 Busse ¦ in der 7. Klasse ¦
zum 1. Januar ¦ auf der B1 bei Kilometer 12 ¦ im Block 5 ¦ Zum Beispiel 3 Bänke ¦ zum Beispiel 3 ¦
In der Grundschule 25 Kinder ¦ auf der Strecke 12 Unfälle ¦ an der Spitze 5 Leute ¦
im Umkreis 500 m ¦ im Umkreis von 5 km ¦ zur Not 2 ¦ an den Tagen 1 bis 3 ¦
in den Jahren 1990 bis 2000 ¦ im Vergleich zu 2018 ¦ Bei der Bahn 20 Minuten ¦
am Nachmittag 15-18 Uhr ¦ im Juli 2019 ¦ im Herbst 2019 ¦ Im Durchschnitt 45 Euro ¦
in der Summe 100 ¦ beim Thema 5 ¦ auf dem Weg 3 Ampeln ¦ auf den Straßen 30 ¦
in der Innenstadt 30 ¦ Auf der Hauptstraße Tempo 30 ¦ im Wohngebiet 30 ¦ in Wohngebieten 30 km/h ¦
Der Radweg 3 ¦ Radweg 12 ist kaputt ¦ Ruhrtalradweg 3 ¦ Emscherradweg 5 ¦ Radroute 7 ¦ Knoten 42 ¦
Knotenpunkt 42 ¦ Kreuzung 12 ¦ Parkdeck 2 ¦ Gleis 12 ¦ Tor 3 ¦ Halle 5 ¦ Ebene 2 ¦ Aufgang 3 ¦
am Aufgang 3 ¦ Zum Abschluss 3 Punkte ¦ In der Kita 2 Gruppen ¦ Im Team 4 ¦
Auf der Erde 8 Milliarden ¦ im Schnitt 12 ¦ Zum Preis von 49 Euro ¦ Liniennummer 302 ¦
Linie U 18 und U 79 ¦ Die 107 ¦ der 302er ¦ Am 8. März ¦ vom 1.1. bis 31.12. ¦ 1.1.-31.12. ¦
2018 bis 2020 ¦ 2018–2020 ¦ 1914/18 ¦ 5 + 5 ¦ 5-10 ¦ 0,5 l ¦ 10 kWh ¦ 22.000 kWh ¦ 2,5 °C ¦
CO2-neutral bis 2045 ¦ Covid-19 ¦ Industrie 4.0 ¦ Web 2.0 ¦ A 40 Ausfahrt 23 ¦ Ausfahrt 23 ¦
an der Ausfahrt 23 ¦ an der Anschlussstelle 23 ¦ Autobahnkreuz 3 ¦ die L 651n ¦ K 10 ¦
auf der K10 ¦ 0 Uhr ¦ 24 Uhr ¦ 23:59 Uhr ¦ 1 1/2 ¦ ½ Stunde ¦ 1. FC ¦ 3. Liga ¦ 2. Rang ¦ SV 07 ¦
Kohle 1870 ¦ Seit 150 Jahren ¦ Schulstufe 5 ¦ Grund 1 ¦ Zitat 3 ¦ Ziele 1, 4 und 17 ¦ Ziel Nr. 17 ¦
SDG 11 ¦ SDGs 1-17 ¦ Unterziel 11.2 ¦ Leitfrage 3 ¦ Handlungsfeld 4 ¦ Maßnahme 12 ¦ Baustein 3 ¦
Säule 2 ¦ Modul 4 ¦ Paragraph 34 ¦ Absatz 3 ¦ Satz 2 ¦ BGB 823 ¦ StVO 45 ¦ VwVfG 28 ¦
PLZ 45127 bis 45359 ¦ in 45127 Essen ¦ 44787 Bochum, 44135 Dortmund und 47051 Duisburg ¦
Postleitzahlen 44787, 44789 ¦ Schule 5 ¦ Schulen 1 und 2 ¦ Förderschule 3 ¦ Gesamtschule Nr. 3 ¦
Berufskolleg 4 ¦ Gymnasium Nr. 2 ¦ 10.000 Unterschriften ¦ 100 Prozent ¦ 50% ¦ 50 v. H. ¦ 3:2 ¦
2:0 gegen ¦ am Ball 3 ¦ 1:1 ¦ EM 2024 ¦ WM 1974 ¦ Grundgesetz Art. 20a ¦ Klimaziel 2030 ¦
Agenda 21 ¦ lokale Agenda 21 ¦ NRW-Plan 2030 ¦ Regionalplan 2023 ¦ Masterplan 2030 ¦
am Standort 3 ¦ an den Standorten 3 und 4 ¦ am Punkt 7
""")


@pytest.mark.parametrize(
    ("kind", "texts"),
    [(PHONE, PHONES), (EMAIL, MAILS), (STREET, ADDRESSES), (NAME, NAMES), (IBAN, ACCOUNTS)],
)
def test_personal_data_is_noticed_however_it_is_written(kind, texts):
    seen = {text: kinds_found(text) for text in texts}
    assert seen == {text: [kind] for text in texts}


def test_other_numbers_and_words_are_not():
    seen = {text: found(text) for text in NOTHING}
    assert seen == {text: [] for text in NOTHING}


def test_several_kinds_are_all_named():
    assert kinds_found("name@example.org oder 030 23125123") == [EMAIL, PHONE]
    assert kinds_found("Herr Muster aus Nummer 7") == [STREET, NAME]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Bitte 0201 1234567, ab 18 Uhr", ["0201 1234567"]),
        ("unter 0201\u00a0\u00a01234567!", ["0201\u00a0\u00a01234567"]),
        ("Mail:\u200b erna(at)gmx\u00ad.de, bitte", ["erna(at)gmx\u00ad.de,"]),  # whole words
        ("0201 1234567 und 0201 1234567", ["0201 1234567"]),
        ("\u201eAm Stadtgarten\n17\u201c", ["\u201eAm Stadtgarten\n17\u201c"]),
        ("\u200b \u200b Musterweg 7", ["Musterweg 7"]),
        (
            "030 23125121, 030 23125122, 030 23125123, 030 23125124",
            ["030 23125121", "030 23125122", "030 23125123"],
        ),
    ],
)
def test_what_was_found_is_told_as_it_was_written(text, passages):
    [(_, told)] = found(text)
    assert told == passages


PIECES = [*(text for texts in (PHONES, MAILS, ADDRESSES, NAMES, ACCOUNTS) for text in texts[::9])]


@given(lists(text(characters(exclude_categories=["Cs"]), max_size=5) | sampled_from(PIECES)))
def test_whatever_is_found_stands_in_the_text(pieces):
    written = " ".join(pieces)
    for _, passages in found(written):
        assert all(passage and passage in written for passage in passages)


@pytest.mark.parametrize(
    "text", ["0 " * 2000, "A" * 4000, "a@" * 2000, "Ab-" * 1300, "DE89 " * 800, "((((" * 1000]
)
def test_no_text_makes_the_search_explode(text):
    assert kinds_found(text) == []


def test_many_blanks_behind_the_word_telephone_stop_nothing():
    start = time.process_time()
    assert kinds_found("1 tel" + 3_900 * " " + "x") == []
    assert time.process_time() - start < 0.25
