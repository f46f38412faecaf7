"""What staff see and do; Django finds the classes by importing this package."""

from survey.admin import campaigns, period, submissions
from survey.news import admin as news

__all__ = ["campaigns", "news", "period", "submissions"]
