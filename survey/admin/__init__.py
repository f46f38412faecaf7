"""What staff see and do; Django finds the classes by importing this package."""

from survey.admin import period, submissions, subscriptions, updates

__all__ = ["period", "submissions", "subscriptions", "updates"]
