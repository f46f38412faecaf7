"""The jobs of all rooms; procrastinate finds them by this name."""

from survey.alike import tasks as alike
from survey.news import tasks as news
from survey.participation import tasks as participation
from survey.submissions import tasks as submissions
from survey.upkeep import tasks as upkeep

__all__ = ["alike", "news", "participation", "submissions", "upkeep"]
