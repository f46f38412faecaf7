"""Which submissions: shown to whom, and waiting for what."""

from collections import Counter
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.db import models
from django.db.models import Count, Exists, F, Func, Min, OuterRef, Q, Value

from ruhrdialog.lib.codes import REFERENCE
from survey.submissions.history import ReviewStep
from survey.submissions.newest_hits import newest_hits
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.rights import reviewed_forums
from survey.submissions.search import search, seen_apart
from survey.submissions.steps import ANSWER, REASSIGN, REPLY, Step, open_states, states_in

MARKED = ("\x02", "\x03")  # no text holds them where a page could show them
RANKED = 2000  # hits: to order all of a million by how well they fit takes seconds
COMPARED = 5000  # texts of a search, in which words in quotes are looked up


def with_step(step: Step, **conditions: Any) -> Exists:
    """Return the condition that a submission has such a step."""
    taken = ReviewStep.objects.filter(submission=OuterRef("pk"), verb=step.verb)
    return Exists(taken.filter(**conditions))


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
        return self.filter(Q(assigned_forum__in=reviewed_forums(user)) | Q(pk__in=keys))

    def reviewed_by(self, user: User) -> "SubmissionQuerySet":
        """Return what a member of staff may work on: of the own ministries, or all."""
        forums = reviewed_forums(user)
        return self.all() if forums is None else self.filter(assigned_forum__in=forums)

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
        day, reference = submission.day, submission.reference
        # The day besides, alone: the index then begins there.
        if forward:
            later = Q(day=day, reference__gt=reference) | Q(day__gt=day)
            return self.filter(later, day__gte=day).order_by("day", "reference").first()
        earlier = Q(day=day, reference__lt=reference) | Q(day__lt=day)
        return self.filter(earlier, day__lte=day).order_by("-day", "-reference").first()

    def with_reference(self, text: str) -> "SubmissionQuerySet":
        """Return the row, if any, the reference of which was typed."""
        reference = text.replace("-", "").strip().upper()
        return self.filter(reference=reference) if REFERENCE.fullmatch(reference) else self.none()

    def matching(self, text: str) -> "SubmissionQuerySet":
        """Return all hits of a search; by reference exactly one."""
        if self.with_reference(text).exists():
            return self.with_reference(text)
        wanted = search(text)
        return self.filter(wanted.wording, search_vector=wanted.words) if wanted else self.none()

    def best_hits(self, text: str) -> tuple[list[Any], bool]:
        """Return the keys of the newest RANKED hits, the best first, and whether there are more."""
        if known := list(self.with_reference(text).values_list("pk", flat=True)):
            return known, False
        wanted = search(text)
        if not wanted:
            return [], False
        # To compare the texts of all that have the words could take longer than a page may.
        most = COMPARED if wanted.wording else RANKED
        fit = SearchRank(F("search_vector"), wanted.words)
        worded = wanted.wording or Value(value=True)
        newest = newest_hits(self, wanted.words, most + 1, "pk", fit, worded)
        hits = [(key, fit) for key, fit, worded in newest[:most] if worded]
        more = len(newest) > most or len(hits) > RANKED
        best = sorted(hits[:RANKED], key=lambda hit: hit[1], reverse=True)
        return [key for key, _ in best], more

    def headlines(self, text: str) -> "dict[Any, str]":
        """Return for each row the part in which a search is found, each word between MARKED.

        Asked for the rows of one page: for all hits it would take longer than the search.
        """
        wanted = search(text)
        if wanted is None:
            return {}
        start, stop = MARKED
        words = Func(Value(" "), *OWN_WORDS, function="concat_ws", output_field=models.TextField())
        headline = SearchHeadline(
            seen_apart(words),
            wanted.words,
            config="german",
            start_sel=start,
            stop_sel=stop,
            max_words=30,
            min_words=15,
        )
        return dict(self.order_by().values_list("pk", headline))

    def queues(self) -> dict[str, Q]:
        """Return what is to be done, by name; what is only counted is in none of them."""
        is_open = Q(state__in=open_states())
        unread = Q(state__in=states_in("unread"))
        return {
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

    def count_by(self, *keys: str, what: str = "submission") -> Counter[tuple[Any, ...]]:
        """Count by some columns, `with_proposal` among them; a key of the result is a tuple.

        Counted is `what` of Tally.What there is of the submissions, with the same `value`.
        """
        rows = self.order_by().annotate(with_proposal=~Q(proposal=""))
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
