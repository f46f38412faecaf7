"""Texts that were read with the wrong encoding and saved again."""

import pytest

from survey.transfer.damage import damaged_word, what_is_damaged

WORDS = ["Brücke", "Straße", "Mülheim", "Ärger", "Öffnung", "Übergang", "Café", "– ja", "„so“"]
READ = ["cp1252", "latin-1", "mac_roman", "cp850", "cp437"]  # what was UTF-8
DAMAGED = {
    "BrÃ¼cke": "BrÃ¼cke",
    "Die BrÃ¼cke ist zu": "BrÃ¼cke",
    "erste Zeile\nStraÃŸe": "StraÃŸe",
    "MÃƒÂ¼lheim": "MÃƒÂ¼lheim",  # twice
    "Br\ufffdcke": "Br\ufffdcke",
    "Brï¿½cke": "Brï¿½cke",
    "â€žSoâ€œ": "â€žSoâ€œ",
    "20 â‚¬": "â‚¬",
    "geht â€“ gut": "â€“",
    "CafÃ©": "CafÃ©",
    "Br√ºcke": "Br√ºcke",
    "Br├╝cke": "Br├╝cke",
    "BrĂĽcke": "BrĂĽcke",
    "BrŸcke": "BrŸcke",
    "Br\x81cke": "Br\x81cke",
    "Stra§e": "Stra§e",
    "schˆn": "schˆn",
    "Stra▀e": "Stra▀e",
    "ðŸš² fahren": "ðŸš²",
    "ï»¿Thema": "ï»¿Thema",
    "mÃ¼ssen": "mÃ¼ssen",
    "Ð’Ð¾Ð´Ð°": "Ð’Ð¾Ð´Ð°",
    "Ø§Ù„": "Ø§Ù„",
    "TeÅŸekkÃ¼r": "TeÅŸekkÃ¼r",
    "aÄŸaÃ§": "aÄŸaÃ§",
    "Br&uuml;cke": "Br&uuml;cke",
    "Br=C3=BCcke": "Br=C3=BCcke",
}
WHOLE = [
    *("Brücke", "Die „Brücke“ in Mülheim – schön!", "»Spaß«", "Spaß“", "à la carte", "là »", "Ä“"),
    *("Café…“", "Ærø", "Ångström", "São Paulo", "Âge", "NÃO", "Île", "señor", "Ñandú", "Škoda"),
    *("§ 4", "20 °C", "m²", "3 m³/h", "1 000 €", "½", "±5", "Ağaç", "Łódź", "Вода и Свет", "نص"),
    *("Ωμέγα", "🚲", "a & b", "x = y", "√2", "4 ÷ 2", "Über’s", "‚Ärger‘", "A…Z", "eins\x85zwei"),
    *("Œuvre", "naïve", "Ünlü", "ÖPNV-Ä…", "Fußgänger*innen", "", "ein ­ Trennzeichen", "❤️"),
]


@pytest.mark.parametrize("text", DAMAGED)
def test_what_looks_damaged_is_named(text):
    assert damaged_word(text) == DAMAGED[text]


@pytest.mark.parametrize("encoding", READ)
@pytest.mark.parametrize("word", WORDS)
def test_german_words_in_the_wrong_encoding_are_noticed(word, encoding):
    assert damaged_word(f"mit {word} x".encode().decode(encoding, "replace"))


@pytest.mark.parametrize("text", WHOLE)
def test_what_people_write_is_not_damaged(text):
    assert what_is_damaged(text) == ""


def test_it_says_what_to_do():
    assert what_is_damaged("BrÃ¼cke").endswith("Bitte nehmen Sie die ursprüngliche Datei.")
    assert what_is_damaged("Stra\xc3\x9fe").startswith("„Stra\xc3\ufffde“ sieht beschädigt aus")
    assert "ein Zeichen, das wir nicht lesen können" in what_is_damaged("Br\ufffdcke")
