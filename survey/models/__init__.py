"""What the portal keeps: submissions and, apart from them, addresses and the news sent to them."""

from survey.models.campaigns import Campaign
from survey.models.limits import MAX_TEXT, MAX_TOPIC
from survey.models.period import SurveyPeriod
from survey.models.rate_limits import RateLimit
from survey.models.review import AnswerTemplate, ExportRecord, Note, ReviewStep, Tag
from survey.models.submissions import StateError, Submission, Withdrawal
from survey.models.subscriptions import Subscription
from survey.models.tallies import Tally
from survey.models.updates import Delivery, Update

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
