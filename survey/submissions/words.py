"""The words that the texts have, to find parts of compounds and what a typing error meant.

Postgres' index of the texts finds words and their beginnings, no parts: "Ampel" wouldn't find
"Fußgängerampel". The worker keeps the table, so that nobody who sends waits for it.
"""

from datetime import timedelta

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models, transaction
from django.db.models import F, Func, Value
from django.db.models.functions import Replace
from django.utils.timezone import localdate

from survey.submissions.own_words import OWN_WORDS

SHORTEST = 4  # letters of a part that is looked for in compounds
LONGEST_WORD = 60  # letters; what is longer is none
AT_ONCE = 5000  # texts of one statement: old views of the database would keep former copies
ALIKE = 30  # words that are compared with one that nobody wrote
LEAST_ALIKE = 0.2  # share of common groups of three letters: of "Rdaweg" and "Radweg" 0.27

# Letters only: numbers say nothing of what they are a part of.
WORDS = f"""
SELECT DISTINCT word FROM survey_submission,
    unnest(string_to_array(lower(survey_words(concat_ws(' ', {", ".join(OWN_WORDS)}))), ' '))
    AS word
WHERE length(word) BETWEEN {SHORTEST} AND {LONGEST_WORD} AND word ~ '^[[:alpha:]]+$'
"""  # noqa: S608 - constants
NEXT = "SELECT id FROM survey_submission WHERE id > %s ORDER BY id LIMIT %s"
ADD = f"INSERT INTO survey_word (word) {WORDS} AND day >= %s ON CONFLICT DO NOTHING"
COLLECT = f"INSERT INTO words_now {WORDS} AND id = ANY(%s) ON CONFLICT DO NOTHING"
CONTAINING = """
(SELECT %s::text, folded, unnest(ts_lexize('german_stem', word)) FROM survey_word
WHERE folded LIKE %s ORDER BY length(word), word LIMIT %s)
"""
NEAR = """
SELECT word FROM survey_word WHERE folded %% %(folded)s
ORDER BY similarity(folded, %(folded)s) DESC, word LIMIT %(most)s
"""
EXCHANGE = (
    "DELETE FROM survey_word WHERE word NOT IN (SELECT word FROM words_now)",
    "INSERT INTO survey_word (word) SELECT word FROM words_now ON CONFLICT DO NOTHING",
    "DROP TABLE words_now",
)


class WordManager(models.Manager["Word"]):
    def add_new(self) -> None:
        """Add the words of the texts of yesterday and today."""
        with connection.cursor() as cursor:
            cursor.execute(ADD, [localdate() - timedelta(days=1)])

    def renew(self) -> None:
        """Make them those of all texts: the words of what was withdrawn or changed are gone then.

        What is left is deleted, not the whole table written anew: a search never waits. In the file
        they stay as long as the texts do from which they came.
        """
        last = "00000000-0000-0000-0000-000000000000"
        with connection.cursor() as cursor:
            # What broke off may have left one: a worker's connections live on.
            cursor.execute("DROP TABLE IF EXISTS pg_temp.words_now")
            cursor.execute("CREATE TEMPORARY TABLE words_now (word text PRIMARY KEY)")
            while cursor.execute(NEXT, [last, AT_ONCE]) and (keys := [key for (key,) in cursor]):
                cursor.execute(COLLECT, [keys])
                last = keys[-1]
            for statement in EXCHANGE:
                cursor.execute(statement)

    def containing(self, parts: list[str], most: int) -> dict[str, list[str]]:
        """Return for each part (folded) the stems of words that contain it, the shortest first.

        Some of the part must be left in the stem: that of "Fussgaenger" is "fussgang", and "enger"
        would find every "Fußgänger".
        """
        found: dict[str, list[str]] = {part: [] for part in parts}
        if not parts:
            return found
        values = [value for part in parts for value in (part, f"%{part}%", most)]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([CONTAINING] * len(parts)), values)
            for part, word, stem in cursor.fetchall():
                left = part in stem or (word.startswith(stem) and word.index(part) < len(stem))
                if left and not stem.startswith(part):
                    found[part].append(stem)
        return {part: list(dict.fromkeys(stems)) for part, stems in found.items()}

    def alike(self, folded: str) -> list[str]:
        """Return words that look like one, the most alike first (pg_trgm)."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL pg_trgm.similarity_threshold = {LEAST_ALIKE}")
            cursor.execute(NEAR, {"folded": folded, "most": ALIKE})
            return [word for (word,) in cursor.fetchall()]


class Word(models.Model):
    """A word that stands in some text, in small letters; in which text it doesn't say."""

    word = models.TextField("Wort", primary_key=True)
    folded = models.GeneratedField(
        verbose_name="Wort ohne Umlaute",
        # As the German stemmer writes them.
        expression=Func(
            Replace(F("word"), Value("ß"), Value("ss")),
            Value("äöü"),
            Value("aou"),
            function="translate",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = WordManager()

    class Meta:
        verbose_name = "Wort der Texte"
        verbose_name_plural = "Wörter der Texte"
        indexes = [GinIndex(fields=["folded"], name="word_parts", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
