"""A rule for the passwords of staff, beside Django's own (NIST SP 800-63B, section 3.1.1.2)."""

from typing import Any

from django.core.exceptions import ValidationError

# Words of this place and of the year, which a guesser tries first; zxcvbn knows English ones.
WORDS = (
    *("ruhr", "ruhrgebiet", "ruhrpott", "revier", "konferenz", "ruhrkonferenz", "dialog", "portal"),
    *("ministerium", "verwaltung", "land", "landesregierung", "staatskanzlei", "beitrag", "themen"),
    *("forum", "themenforum", "pruefung", "prüfung", "leitung", "redaktion", "datenschutz"),
    *("nrw", "nordrhein", "westfalen", "nordrheinwestfalen", "düsseldorf", "duesseldorf"),
    *("essen", "bochum", "dortmund", "duisburg", "gelsenkirchen", "oberhausen", "hagen", "hamm"),
    *("herne", "bottrop", "mülheim", "muelheim", "recklinghausen", "schalke", "borussia"),
    *("passwort", "kennwort", "geheim", "anmeldung", "zugang", "willkommen", "hallo", "sommer"),
    *("winter", "frühling", "fruehling", "herbst", "januar", "februar", "märz", "maerz", "april"),
    *("juni", "juli", "august", "september", "oktober", "november", "dezember", "montag"),
    *("dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
)
# Signs. With all of the signs that stand for letters 20 take a third of a second, 72 take fifteen.
LOOKED_AT = 20
GOOD = 3  # of 4: safe from guessing at the login, and moderately from whoever has the hash


class GuessableValidator:
    """Refuse what is guessed early: repetitions, rows of keys, years, known words and passwords.

    By zxcvbn (Wheeler, USENIX Security 2016), with the words of this place and the person's names.
    """

    def validate(self, password: str, user: Any = None) -> None:
        # Reading the lists of words takes a tenth of a second, which only this needs.
        from zxcvbn import zxcvbn

        known = (user.get_username(), user.first_name, user.last_name, user.email) if user else ()
        estimate = zxcvbn(password[:LOOKED_AT], user_inputs=[*WORDS, *known])
        if estimate["score"] < GOOD:
            raise ValidationError(
                "Dieses Passwort lässt sich leicht erraten. Meiden Sie bekannte Wörter, Namen, "
                "Jahreszahlen und Wiederholungen. Nehmen Sie zum Beispiel vier Wörter, die nichts "
                "miteinander zu tun haben."
            )

    def get_help_text(self) -> str:
        return (
            "Schwer zu erraten: keine Wörter wie „Ruhr“ oder „Passwort“ mit einer Jahreszahl, "
            "keine Wiederholungen."
        )
