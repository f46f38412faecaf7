"""The jobs of all rooms; procrastinate finds them by this name."""

from survey.alike import tasks as alike
from survey.news import tasks as news
from survey.upkeep import tasks as upkeep

__all__ = ["alike", "news", "upkeep"]
