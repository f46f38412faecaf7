"""Finds campaigns: nearly the same text, sent by many. They are shown as one group; all stay."""

import logging
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from survey.alike.models import Campaign
from survey.submissions.models import Submission
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.querysets import SubmissionQuerySet
from survey.submissions.signatures import common_share, signature, words_of

logger = logging.getLogger(__name__)

FEWEST = 5  # submissions that make a campaign
ALIKE = 0.8  # share of words that each has in common with the first one
CHUNK = 1000  # rows
FIRST_KEY = UUID(int=0)


def find_campaigns() -> int:
    """Put new submissions into the campaigns that are there, and find new ones.

    Returns the number of submissions that were put into one. A second run finds nothing.
    """
    without = ~Exists(Submission.objects.filter(campaign=OuterRef("pk")))
    Campaign.objects.filter(without).delete()
    number = sum(gather(campaign) for campaign in Campaign.objects.all())
    for band in shared_bands():
        keys = list(free().filter(signature__contains=[band]).values_list("pk", flat=True))
        if len(keys) >= FEWEST:  # still: others of these bands are in a campaign by now
            number += make_campaign(Submission.objects.get(pk=min(keys)))
    if number:
        logger.info("Put into campaigns: %s submissions", number)
    return number


def free() -> SubmissionQuerySet:
    """Return what is in no campaign; without an order, so that the index of signatures is used."""
    return Submission.objects.filter(campaign=None).order_by()


def shared_bands() -> list[int]:
    """Return the bands of signatures that enough free submissions share, the largest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT band FROM survey_submission, unnest(signature) AS band "
            "WHERE campaign_id IS NULL GROUP BY band HAVING count(*) >= %s "
            "ORDER BY count(*) DESC, band",
            [FEWEST],
        )
        return [band for (band,) in cursor.fetchall()]


@transaction.atomic
def make_campaign(first: Submission) -> int:
    """Make a campaign of what is like a submission, if that is enough; return how many."""
    alike = alike_to(first)
    if len(alike) < FEWEST:
        return 0
    campaign = Campaign.objects.create(signature=first.signature, share=100)
    return put(alike, campaign)


@transaction.atomic
def gather(campaign: Campaign) -> int:
    """Put into a campaign what is like it by now; return how many."""
    if not free().filter(signature__overlap=campaign.signature).exists():
        return 0
    return put(alike_to(campaign.submissions.order_by("day", "reference")[0]), campaign)


def alike_to(first: Submission) -> dict[UUID, int]:
    """Return the keys of free submissions that are like one, with the percent of common words."""
    words = words_of(first.own_words())
    near = free().filter(signature__overlap=first.signature)
    rows = near.values_list("pk", *OWN_WORDS)
    shares = {key: common_share(words, words_of(texts)) for key, *texts in rows}
    return {key: int(100 * share) for key, share in shares.items() if share >= ALIKE}


def put(alike: dict[UUID, int], campaign: Campaign) -> int:
    """Mark the submissions, and keep how little of their words is the same."""
    keys, least = list(alike), min(alike.values(), default=100)
    for start in range(0, len(keys), CHUNK):
        free().filter(pk__in=keys[start : start + CHUNK]).update(campaign=campaign)
    Campaign.objects.filter(pk=campaign.pk, share__gt=least).update(share=least)
    return len(alike)


def renew_signatures() -> int:
    """Make the signatures anew that come from words in a form of former code; return how many."""
    number, last = 0, FIRST_KEY
    rows = Submission.objects.order_by("pk").values_list("pk", "signature", *OWN_WORDS)
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        for key, former, *texts in chunk:
            if (new := signature(tuple(texts))) != former:
                # Unless somebody has just changed the text: that made a new one.
                same = Submission.objects.filter(pk=key, signature=former)
                number += same.update(signature=new)
        last = chunk[-1][0]
    for campaign in Campaign.objects.exclude(submissions=None):
        campaign.signature = campaign.submissions.order_by("day", "reference")[0].signature
        campaign.save(update_fields=["signature"])
    return number
