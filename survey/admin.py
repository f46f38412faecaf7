"""What staff see and do in all rooms; Django finds the classes by this name."""

from survey.alike import admin as alike
from survey.desk import admin as desk
from survey.news import admin as news
from survey.participation import admin as participation
from survey.results import admin as results
from survey.results import project_admin as projects
from survey.results import publication_admin as publications
from survey.transfer import admin as transfer

__all__ = [
    "alike",
    "desk",
    "news",
    "participation",
    "projects",
    "publications",
    "results",
    "transfer",
]
