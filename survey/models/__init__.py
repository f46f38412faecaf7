"""What the portal keeps: submissions and, apart from them, addresses and the news sent to them."""

from survey.ceilings.models import RateLimit
from survey.models.campaigns import Campaign
from survey.models.limits import MAX_TEXT, MAX_TOPIC
from survey.models.period import SurveyPeriod
from survey.models.review import AnswerTemplate, ExportRecord, Note, ReviewStep, Tag
from survey.models.submissions import StateError, Submission, Withdrawal
from survey.models.tallies import Tally
from survey.news.models import Delivery, Subscription, Update

__all__ = [
    "MAX_TEXT",
    "MAX_TOPIC",
    "AnswerTemplate",
    "Campaign",
    "Delivery",
    "ExportRecord",
    "Note",
    "RateLimit",
    "ReviewStep",
    "StateError",
    "Submission",
    "Subscription",
    "SurveyPeriod",
    "Tag",
    "Tally",
    "Update",
    "Withdrawal",
]
