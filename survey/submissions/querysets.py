"""Which submissions: shown to whom, and waiting for what."""

from collections import Counter
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchRank
from django.db import models
from django.db.models import Count, Exists, F, Func, Min, OuterRef, Q, Value
from django.db.models.lookups import IRegex

from ruhrdialog.lib.normal_form import normal
from survey.submissions.history import ReviewStep
from survey.submissions.newest_hits import newest_hits, planned
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.rights import leads, reviewed_forums
from survey.submissions.search import Search, raw, read, search, vector
from survey.submissions.steps import ANSWER, REASSIGN, REPLY, SPAM, Step, open_states, states_in
from survey.submissions.words import Word

RANKED = 2000  # hits: to order all of a million by how well they fit takes seconds
COMPARED = 5000  # texts of a search, in which words in quotes are looked up
LOOKED_THROUGH = 100  # texts, for a word that may have been meant
NEAR = 5  # words that somebody may have meant by one that nobody wrote


def with_step(step: Step, **conditions: Any) -> Exists:
    """Return the condition that a submission has such a step."""
    taken = ReviewStep.objects.filter(submission=OuterRef("pk"), verb=step.verb)
    return Exists(taken.filter(**conditions))


def among(keys: list[Any]) -> Func[Any]:
    """Return the condition that a row has one of some keys.

    As one value: with `__in` each of them is one, and of hundreds every statement of a list took
    some milliseconds longer to write.
    """
    values = Value(keys, output_field=ArrayField(models.UUIDField()))
    options = {"arg_joiner": " = ANY(", "output_field": models.BooleanField()}
    return Func(F("pk"), values, template="%(expressions)s)", **options)


def earlier(submission: Any) -> Q:
    """Return the condition that somebody has waited longer."""
    day, reference = submission.day, submission.reference
    # The day besides, alone: the index then begins there.
    return (Q(day=day, reference__lt=reference) | Q(day__lt=day)) & Q(day__lte=day)


class Place(NamedTuple):
    """Where a submission stands in some rows."""

    before: int  # of the rows, or more than were counted
    total: int  # as far as they were counted
    here: bool  # whether it is one of them; else it would stand there
    more: bool  # whether there are more than `total`


class SubmissionQuerySet(models.QuerySet[Any]):
    """Which submissions: whom they are shown to, and what is to be done with them."""

    def visible_to(self, user: User) -> "SubmissionQuerySet":
        """Return what a member of staff may see: every list, count and search begins here.

        Who moved a submission to another forum still sees where it went.
        """
        if user.has_perm("survey.view_every_submission"):
            return self.all()
        if not user.has_perm("survey.review_submission"):
            return self.none()
        moved = ReviewStep.objects.filter(by=user, verb=REASSIGN.verb).distinct()
        keys = list(moved.order_by().values_list("submission", flat=True))
        mine = Q(assigned_forum__in=reviewed_forums(user))
        return self.filter(mine | Q(among(keys)) if keys else mine)

    def reviewed_by(self, user: User) -> "SubmissionQuerySet":
        """Return what a member of staff may work on: of the own ministries, or all."""
        forums = reviewed_forums(user)
        return self.all() if forums is None else self.filter(assigned_forum__in=forums)

    def to_take_along(self, user: User) -> "SubmissionQuerySet":
        """Return what a member of staff may quote, publish, print or export.

        What is urgent only Leitung may: there may be a person in danger, or a procedure.
        """
        return self.all() if leads(user) else self.exclude(urgent=True)

    def moved_by(self, user: User) -> "SubmissionQuerySet":
        return self.filter(with_step(REASSIGN, by=user))

    def moved_away_by(self, user: User) -> "SubmissionQuerySet":
        """Return what a member of staff may see and not work on."""
        forums = reviewed_forums(user)
        if forums is None or not user.has_perm("survey.review_submission"):
            return self.none()
        return self.moved_by(user).exclude(assigned_forum__in=forums)

    def neighbour(self, submission: Any, *, forward: bool) -> Any:
        """Return the one that comes next in order of waiting, or the one before."""
        if not forward:
            return self.filter(earlier(submission)).order_by("-day", "-reference").first()
        day, reference = submission.day, submission.reference
        later = Q(day=day, reference__gt=reference) | Q(day__gt=day)
        return self.filter(later, day__gte=day).order_by("day", "reference").first()

    def place(self, submission: Any, most: int) -> Place:
        """Return where a submission stands in order of waiting; `most` rows are counted."""
        before, here = earlier(submission), Q(pk=submission.pk)
        numbers = self.order_by()[: most + 1].aggregate(
            total=Count("pk"),
            before=Count("pk", filter=before),
            here=Count("pk", filter=here),
        )
        if numbers["total"] > most:  # not all were counted
            numbers["before"] = self.filter(before).order_by()[: most + 1].count()
            numbers["here"] = self.filter(here).count()
        more = numbers["total"] > most
        total = min(numbers["total"], most)
        return Place(numbers["before"], total, bool(numbers["here"]), more)

    def matching(
        self, wanted: Search, user: User | None = None, beside: set[Any] | None = None
    ) -> "SubmissionQuerySet":
        """Return all hits of a search; by reference exactly one.

        `beside` is what `self.beside` returned, if that is known.
        """
        known = self.filter(reference=wanted.reference)
        if wanted.reference and known.exists():
            return known
        if wanted.words is None:
            return self.none()
        texts = wanted.wording & Q(search_vector=wanted.words)
        others = self.beside(wanted, user) if beside is None else beside
        return self.filter(texts | Q(pk__in=others)) if others else self.filter(texts)

    def beside(self, wanted: Search, user: User | None = None) -> set[Any]:
        """Return the keys of what has a note or a tag in which a search is found."""
        return self.noted(wanted, user) | self.tagged(wanted)

    def noted(self, wanted: Search, user: User | None) -> set[Any]:
        """Return the keys of what somebody may work on, and has a note in which a search is found.

        As the page of a submission shows notes. Looked up apart, since a join would take the plans
        of `newest_hits` from Postgres.
        """
        if wanted.wanted is None or user is None:
            return set()
        keys: set[Any] = set()
        forums = reviewed_forums(user)
        places: Any = (self.model.notes.rel.related_model, "text"), (ReviewStep, "note")
        for notes, column in places:
            rows = notes.objects.exclude(**{column: ""}).annotate(vector=vector(column)).order_by()
            rows = rows.filter(wanted.worded(column), vector=wanted.wanted)
            if forums is not None:
                rows = rows.filter(submission__assigned_forum__in=forums)
            keys |= set(rows.values_list("submission", flat=True))
        return self.without(wanted, Q(pk__in=keys)) if keys else keys

    def tagged(self, wanted: Search) -> set[Any]:
        """Return the keys of what has a tag in which a search is found."""
        if wanted.wanted is None:
            return set()
        tags = self.model.tags.rel.model.objects.order_by().annotate(vector=vector("name"))
        keys = list(
            tags.filter(wanted.worded("name"), vector=wanted.wanted).values_list("pk", flat=True)
        )
        return self.without(wanted, Q(tags__in=keys)) if keys else set()

    def without(self, wanted: Search, condition: Q) -> set[Any]:
        """Return the keys of rows whose texts have nothing that must not be there."""
        rows = self.filter(condition)
        if wanted.unwanted:
            rows = rows.exclude(search_vector=wanted.unwanted)
        return set(rows.order_by().values_list("pk", flat=True))

    def best_hits(
        self, wanted: Search, user: User | None = None, beside: set[Any] | None = None
    ) -> tuple[list[Any], bool]:
        """Return the keys of the newest RANKED hits, the best first, and whether there are more.

        Behind them stands what a note or a tag has: `beside` is what `self.beside` returned, if
        that is known.
        """
        if wanted.reference:
            known = list(self.filter(reference=wanted.reference).values_list("pk", flat=True))
            if known:
                return known, False
        if wanted.words is None or wanted.fit is None:
            return [], False
        # To compare the texts of all that have the words could take longer than a page may.
        most = COMPARED if wanted.wording else RANKED
        fit = SearchRank(F("search_vector"), wanted.fit)
        columns = "pk", fit, wanted.wording or Value(value=True)
        newest = []
        # What has a word as a part of others only is ranked last. Of a common word it would not be
        # seen, and to look for hundreds of them takes longer than for the word.
        if wanted.words != wanted.fit and planned(self.filter(search_vector=wanted.fit)) > 2 * most:
            newest = newest_hits(self, wanted.fit, most + 1, *columns)
        if len(newest) <= most:
            newest = newest_hits(self, wanted.words, most + 1, *columns)
        hits = [(key, fit) for key, fit, worded in newest[:most] if worded]
        more = len(newest) > most or len(hits) > RANKED
        best = [key for key, _ in sorted(hits[:RANKED], key=lambda hit: hit[1], reverse=True)]
        others = self.beside(wanted, user) if beside is None else beside
        return [*best, *sorted(others.difference(best))], more

    def meant(self, typed: str, wanted: Search) -> str:
        """Return a search without typing errors that does find something here; else nothing.

        Its words stand in texts that are here: a word of others would tell what stands there.
        """
        meant = normal(typed)
        for token in wanted.tokens:
            query = raw("", [token.query()])
            if token.unwanted or query is None or newest_hits(self, query, 1, "pk"):
                continue
            for word in token.words:
                near = get_close_matches(word.folded, Word.objects.alike(word.folded), NEAR, 0.6)
                here = (each for each in near if self.have(each))
                meant = meant.replace(word.written, next(here, word.written))
        return meant if meant != normal(typed) and self.best_hits(search(meant))[0] else ""

    def have(self, word: str) -> bool:
        """Tell whether a word stands in the newest texts that have its stem, whole."""
        query = search(word).words
        whole = IRegex(read(*OWN_WORDS), rf"\m{word}\M")
        hits = newest_hits(self, query, LOOKED_THROUGH, whole) if query else []
        return (True,) in hits

    def queues(self) -> dict[str, Q]:
        """Return what is to be done, by name; what is only counted is in none of them."""
        is_open = Q(state__in=open_states())
        unread = Q(state__in=states_in("unread"))
        return {
            "urgent": Q(urgent=True),
            "unread": unread,
            "replied": unread & Q(with_step(REPLY, by=None)),  # the citizen's own
            "waiting": Q(state__in=states_in("waiting")),
            "to_check": is_open & ~Q(check_reason=""),
            "without_forum": is_open & Q(assigned_forum=None),
        }

    def queue(self, name: str) -> "SubmissionQuerySet":
        """Return one of the queues. Raises KeyError."""
        return self.filter(self.queues()[name])

    def oldest_unread(self) -> dict[int | None, date]:
        """Return the day of who waits longest in each forum."""
        unread = self.queue("unread").order_by()
        return dict(unread.values_list("assigned_forum").annotate(oldest=Min("day")))

    def apart(self) -> "SubmissionQuerySet":
        """Return what didn't come by the portal, or came as part of a campaign: by one index."""
        return self.filter(~Q(source="portal") | Q(campaign__isnull=False))

    def count_by(self, *keys: str, what: str = "submission") -> Counter[tuple[Any, ...]]:
        """Count by some columns, `with_proposal` among them; a key of the result is a tuple.

        Counted is `what` of Tally.What there is of the submissions, with the same `value`; of what
        was sorted out only the submissions, by their state.
        """
        rows = self.order_by().annotate(with_proposal=~Q(proposal=""))
        if what != "submission":
            rows = rows.exclude(state=SPAM)
        if what == "interest":
            rows = rows.annotate(value=Func("further_interests", function="unnest"))
        elif what == "tag":
            rows = rows.filter(tags__isnull=False).annotate(value=F("tags"))
        elif what == "answer":
            options = {"template": "%(expressions)s", "arg_joiner": " - "}
            days = Func("steps__day", "day", output_field=models.IntegerField(), **options)
            rows = rows.filter(steps__verb=ANSWER.verb).annotate(value=days)
        counts = rows.values_list(*keys).annotate(number=Count("*"))
        return Counter({tuple(key): number for *key, number in counts})
