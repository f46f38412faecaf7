"""The jobs of all rooms; procrastinate finds them by this name."""

from survey.alike import tasks as alike
from survey.desk import tasks as desk
from survey.news import tasks as news
from survey.participation import tasks as participation
from survey.submissions import tasks as submissions
from survey.upkeep import tasks as upkeep

__all__ = ["alike", "desk", "news", "participation", "submissions", "upkeep"]
