"""What staff see and do; Django finds the classes by importing this package."""

from survey.admin import submissions, subscriptions, updates

__all__ = ["submissions", "subscriptions", "updates"]
