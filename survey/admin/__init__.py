"""What staff see and do; Django finds the classes by importing this package."""

from survey.admin import campaigns, period, submissions, subscriptions, updates

__all__ = ["campaigns", "period", "submissions", "subscriptions", "updates"]
