"""What the portal keeps: submissions and, apart from them, addresses and the news sent to them."""

from survey.models.rate_limits import RateLimit
from survey.models.submissions import (
    MAX_TEXT,
    MAX_TOPIC,
    ReviewStep,
    StateError,
    Submission,
    Withdrawal,
)
from survey.models.subscriptions import Subscription
from survey.models.updates import Delivery, Update

__all__ = [
    "MAX_TEXT",
    "MAX_TOPIC",
    "Delivery",
    "RateLimit",
    "ReviewStep",
    "StateError",
    "Submission",
    "Subscription",
    "Update",
    "Withdrawal",
]
