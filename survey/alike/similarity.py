"""Which submissions say the same: how surely, and by which words.

Two texts are alike by the rare words that they share: the cosine of their vectors of words, in
which a word weighs the more, the fewer texts have it (Salton, Wong and Yang 1975, "A vector space
model for automatic indexing"). Comparing with every text would take
minutes, so the indexes give the candidates: nearly equal texts by their signature, others by their
rarest words. How rare a word is stands in the statistics that Postgres keeps for its planner.
"""

import math
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import F, Func, TextField

from ruhrdialog.lib.normal_form import normal
from survey.submissions.models import Submission
from survey.submissions.querysets import SubmissionQuerySet
from survey.submissions.search import WORD

CANDIDATES = 1000  # of each kind; more are not compared
COMPARED = 500  # words of a text, the first of the alphabet: sentences of 8,000 signs have fewer
RAREST = 10  # words by which candidates are looked for
RARE = 5000  # texts with a word: so many the index lists in a few milliseconds
LEAST = 0.15  # what is less alike isn't shown
MOST = 8  # are shown


class Similar(NamedTuple):
    submission: Submission
    share: float  # from LEAST to 1, where all words are the same
    words: list[str]  # that both have, the most telling first, as the first one writes them

    @property
    def percent(self) -> int:
        return round(100 * self.share)


class Candidate(NamedTuple):
    key: UUID
    campaign: int | None
    words: frozenset[str]  # stems


class Rarity:
    """How many texts have a word, as far as the planner's statistics tell."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples, most_common_elems::text::text[], most_common_elem_freqs "
                "FROM pg_class LEFT JOIN pg_stats ON schemaname = current_schema() "
                "AND tablename = relname AND attname = 'search_vector' "
                "WHERE oid = 'survey_submission'::regclass"
            )
            texts, words, shares = cursor.fetchone()
        self.texts: float = max(texts, 1)  # -1 as long as Postgres hasn't counted
        # Behind the shares of the words stand the least and the greatest of them once more.
        self.common: dict[str, float] = dict(zip(words or [], shares or [], strict=False))
        self.least: float = min(shares or [0])
        self.weights = {word: self.squared(word) for word in self.common}
        self.known = frozenset(self.weights)
        self.of_others = self.squared("")

    def count(self, word: str) -> float:
        """Return the number of texts with a word; for one that isn't common a guess."""
        return max(self.texts * self.common.get(word, self.least / 2), 1)

    def weight(self, words: frozenset[str]) -> float:
        """Return the square of the length of the vector of some words."""
        known = words & self.known
        others = len(words) - len(known)
        return sum(self.weights[word] for word in known) + others * self.of_others

    def squared(self, word: str) -> float:
        """Return the square of how much a word weighs."""
        return math.log(1 + self.texts / self.count(word)) ** 2

    def cosine(self, first: frozenset[str], second: frozenset[str]) -> float:
        common = self.weight(first & second)
        if not common:
            return 0.0
        return common / math.sqrt(self.weight(first) * self.weight(second))


def similar_to(submission: Submission, among: SubmissionQuerySet) -> list[Similar]:
    """Return the most similar of some other submissions, the most similar first.

    Of the submission's own campaign none is among them, of any other campaign one.
    """
    rarity = Rarity()
    [own] = with_words(Submission.objects.filter(pk=submission.pk))
    others = among.exclude(pk=submission.pk)
    if submission.campaign_id:
        others = others.exclude(campaign=submission.campaign_id)
    shares = {
        candidate: rarity.cosine(own.words, candidate.words)
        for candidate in candidates(own, submission.signature, rarity, others)
    }
    ordered = sorted(shares, key=lambda each: (-shares[each], each.key))
    best = [each for each in once_a_campaign(ordered) if shares[each] >= LEAST][:MOST]
    rows = among.select_related("forum", "assigned_forum").in_bulk([each.key for each in best])
    written = as_written(submission)
    return [
        Similar(
            rows[each.key],
            shares[each],
            [written.get(word, word) for word in sorted(own.words & each.words, key=rarity.count)],
        )
        for each in best
        if each.key in rows
    ]


def candidates(
    own: Candidate, signature: list[int], rarity: Rarity, others: SubmissionQuerySet
) -> set[Candidate]:
    """Return what is worth comparing: nearly equal texts, then who shares two rare words, or one.

    A text of common words only is compared with nearly equal ones.
    """
    rare = sorted(own.words, key=lambda word: (rarity.count(word), word))
    quoted = [quote(word) for word in rare if rarity.count(word) <= RARE][:RAREST]
    found = with_words(others.filter(signature__overlap=signature)) if signature else set()
    for alternatives in (map(" & ".join, combinations(quoted, 2)), quoted):
        if len(found) < CANDIDATES and (query := " | ".join(alternatives)):
            stems = SearchQuery(query, search_type="raw", config="simple")
            found |= with_words(others.filter(search_vector=stems))
    return found


def with_words(submissions: SubmissionQuerySet) -> set[Candidate]:
    first = f"(tsvector_to_array(%(expressions)s))[:{COMPARED}]"
    words = Func(F("search_vector"), template=first, output_field=TextField())
    rows = submissions.order_by().values_list("pk", "campaign", words)[:CANDIDATES]
    return {Candidate(key, campaign, frozenset(stems)) for key, campaign, stems in rows}


def quote(word: str) -> str:
    """Return a stem as it stands in a query of Postgres."""
    doubled = word.replace("\\", r"\\").replace("'", "''")
    return f"'{doubled}'"


def once_a_campaign(ordered: list[Candidate]) -> Iterator[Candidate]:
    seen = set()
    for candidate in ordered:
        if candidate.campaign not in seen:
            yield candidate
        if candidate.campaign:
            seen.add(candidate.campaign)


def as_written(submission: Submission) -> dict[str, str]:
    """Return for each stem of a submission the word that it comes from, in normal form."""
    words = WORD.findall(normal(" ".join(submission.own_words())))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stem, word FROM unnest(%s::text[]) AS word, "
            "unnest(tsvector_to_array(to_tsvector('german', word))) AS stem",
            [words[::-1]],  # the last one stays in the dictionary
        )
        return dict(cursor.fetchall())
