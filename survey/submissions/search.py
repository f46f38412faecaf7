"""Searching the submissions in German: what a clerk types, as a query of Postgres.

All words must be found, by their stem, as the beginning of a word or as a part of a compound;
"words in quotes" must stand there just so; -word must not be there (PostgreSQL 18, sections 8.11
and 12.3). Index and query read words in one form, that of `survey_words` in the database.
"""

import re
from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection, models
from django.db.models import Func, Q, Value
from django.db.models.lookups import IContains

from ruhrdialog.lib.codes import REFERENCE, normalised
from ruhrdialog.lib.normal_form import latin, normal
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.words import SHORTEST, Word

# A minus, then words in quotes, or what stands between blanks.
TOKEN = re.compile(r"""(-?)(?:"([^"]*)"|'([^']*)'(?!\S)|([^\s"]+))""")
TWO_FOR_ONE = re.compile(r"<<|>>|,,|''")  # quotes of typewriters
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")  # 12 000 as DIN 5008 writes it
WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"(?:BEITRAGS?)?(?:NUMMER|NR|NO|REFERENZ)?([A-Z0-9]{8})")
MOST = 20  # words of one search
LONGEST = 500  # signs of it; what stands behind them isn't looked for
MOST_COMPOUNDS = 500  # of them are asked for in one search, the shortest first

# The words of each token in the index's form: as the stemmer folds them, and their stems; none for
# words of which texts are full. The last is the stem without the first letter, if some text has a
# word that begins so.
READ = """
SELECT token, place, word, translate(replace(lower(word), 'ß', 'ss'), 'äöü', 'aou'),
    phraseto_tsquery('german', word)::text,
    CASE WHEN EXISTS (
        SELECT FROM survey_word
        WHERE folded LIKE trim(BOTH '''' FROM behind_first::text) || '%%'
    ) THEN behind_first::text ELSE '' END
FROM unnest(%s::text[]) WITH ORDINALITY AS typed(text, token),
    unnest(string_to_array(trim(survey_words(text)), ' ')) WITH ORDINALITY AS read(word, place),
    phraseto_tsquery('german', substr(word, 2)) AS behind_first
WHERE place <= %s ORDER BY token, place
"""


class TypedWord(NamedTuple):
    place: int
    written: str
    folded: str
    stem: str
    behind_first: str  # the stem of what follows the first letter


class Token(NamedTuple):
    """What must be found, or must not: one word, or some beside each other."""

    unwanted: bool
    quoted: bool
    words: list[TypedWord]  # those that tell something
    written: str  # with all words, in the form in which texts are compared

    @property
    def part(self) -> str | None:
        """What may be a part of a compound."""
        [first, *others] = self.words
        alone = not (others or self.quoted) and first.written.isalpha()
        return first.folded if alone and len(first.folded) >= SHORTEST else None

    @property
    def stem(self) -> str:
        """The stem of the one word that may be such a part."""
        return self.words[0].stem.strip("'")

    def query(self, compounds: Iterable[str] = ()) -> str:
        """Return it as Postgres asks for it; where a small word stands between two, is a gap."""
        last = self.words[-1]
        before = "".join(
            f"({word.stem}) <{following.place - word.place}> "
            for word, following in pairwise(self.words)
        )
        stem, beginning = f"{before}({last.stem})", f"{before}'{last.folded}':*"
        if self.quoted:
            return f"({stem})"
        # A stem that begins like that is among them; asked for twice, it would count twice in the
        # planner's estimate.
        covered = last.stem.startswith(f"'{last.folded}")
        parts = [beginning] if covered else [stem, beginning]
        parts += [f"'{compound}'" for compound in compounds]
        return f"({' | '.join(parts)})"

    def other_form(self) -> str:
        """Return a query for it written together or apart; empty if it must stand there just so."""
        return "" if self.quoted else other_number(self.words) or other_word(self.words)

    def apart(self) -> list[str]:
        """Return a query for each of several words."""
        *before, last = self.words
        alone = Token(self.unwanted, self.quoted, [last], self.written)
        return [*(word.stem for word in before), alone.query()]


def other_number(words: list[TypedWord]) -> str:
    """Return a query for 1.000 in place of 1000, or the other way round; else nothing."""
    written = [word.written for word in words]
    together = "".join(written)
    if not (together.isascii() and together.isdecimal()) or len(together) < SHORTEST:
        return ""
    thousands = f"{int(together):,}".split(",")
    if written == thousands:
        return f"'{together}'"
    return " <-> ".join(f"'{part}'" for part in thousands) if written == [together] else ""


def other_word(words: list[TypedWord]) -> str:
    """Return a query for E-Mail in place of Email, or the other way round; else nothing."""
    first, *others = words
    if not others:
        letter = first.folded[0]
        is_word = first.written.isalpha() and len(first.written) >= SHORTEST
        return f"'{letter}' <-> ({first.behind_first})" if is_word and first.behind_first else ""
    if len(first.written) > 1 or len(others) > 1 or not others[0].written.isalpha():
        return ""
    stem = others[0].stem.strip("'")
    return f"'{first.folded}{stem}':*"


class Search(NamedTuple):
    """What was typed; without `words` there is none in it that tells anything."""

    reference: str  # of the one submission that may be meant
    tokens: list[Token]
    words: SearchQuery | None  # what the index finds
    fit: SearchQuery | None  # by which it is ranked: the words themselves, not as parts of others
    wanted: SearchQuery | None  # without what must not be there
    unwanted: SearchQuery | None
    marks: list[str]  # queries of the single words, for who shows where they stand

    @property
    def wording(self) -> Q:
        """What of it has the words in quotes just so."""
        return self.worded(*OWN_WORDS)

    def worded(self, *columns: str) -> Q:
        phrases = [each.written for each in self.tokens if each.quoted and not each.unwanted]
        texts = [read(column) for column in columns]
        has = (
            Q(*(Q(IContains(text, phrase)) for text in texts), _connector=Q.OR)
            for phrase in phrases
        )
        return Q(*has)


def search(text: str) -> Search:
    """Return the search that was typed."""
    found = [token for token in tokens(text) if token.words]
    parts = [token.part for token in found if token.part]
    compounds = Word.objects.containing(parts, MOST_COMPOUNDS // max(len(parts), 1))
    marked = [(token, token.query(compounds.get(token.part or "", ()))) for token in found]
    whole = [(token.unwanted, in_any_form(token, query)) for token, query in marked]
    fit = [(token.unwanted, in_any_form(token, token.query())) for token in found]
    return Search(
        reference(text),
        found,
        raw(" & ", [f"!{query}" if unwanted else query for unwanted, query in whole]),
        raw(" & ", [f"!{query}" if unwanted else query for unwanted, query in fit]),
        raw(" & ", [query for unwanted, query in whole if not unwanted]),
        raw(" | ", [query for unwanted, query in whole if unwanted]),
        [query for token, query in marked if not token.unwanted and "<" not in query]
        + [query for token in found if not token.unwanted for query in token.apart()],
    )


def in_any_form(token: Token, query: str) -> str:
    """Return the query of a token, also for its other form."""
    form = token.other_form()
    return f"({query} | ({form}))" if form else query


def reference(text: str) -> str:
    """Return the reference that was typed, with whatever stands around it; empty if it is none."""
    signs = "".join(WORD.findall(latin(normal(text[:LONGEST])))).upper()
    found = NUMBER.fullmatch(signs)
    typed = normalised(found[1]) if found else ""
    return typed if REFERENCE.fullmatch(typed) else ""


def tokens(text: str) -> list[Token]:
    """Return what was typed, token by token; of an endless text the beginning."""
    typed = [
        (minus, phrase or quoted, single)
        for minus, phrase, quoted, single in TOKEN.findall(
            TWO_FOR_ONE.sub('"', THOUSANDS.sub(".", normal(text[:LONGEST])))
        )[:MOST]
    ]
    with connection.cursor() as cursor:
        cursor.execute(READ, [[phrase or single for _, phrase, single in typed], MOST])
        rows = cursor.fetchall()
    found = []
    for number, group in groupby(rows, key=lambda row: row[0]):
        words = [TypedWord(*row) for _, *row in group]
        minus, phrase, _ = typed[number - 1]
        written = " ".join([word.written for word in words])
        telling = [word for word in words if word.stem]
        found.append(Token(bool(minus), bool(phrase), telling, written))
    return found


def raw(sign: str, parts: list[str]) -> SearchQuery | None:
    """Return parts as one query; they hold stems, so the configuration changes nothing."""
    return SearchQuery(sign.join(parts), search_type="raw", config="simple") if parts else None


def read(*columns: str) -> Func[Any]:
    """Return the text of some columns as index and query read it."""
    written: Any = columns[0]
    if len(columns) > 1:
        options = {"function": "concat_ws", "output_field": models.TextField()}
        written = Func(Value(" "), *columns, **options)
    return Func(written, function="survey_words", output_field=models.TextField())


def vector(*columns: str) -> SearchVector:
    """Return what the index holds of some columns."""
    return SearchVector(read(*columns), config="german")
