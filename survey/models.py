"""What all rooms keep; Django finds the models by this name."""

from survey.alike.models import Campaign
from survey.ceilings.models import RateLimit
from survey.desk.assignments import Assignment, AssignmentRule
from survey.desk.claims import Claim
from survey.desk.covers import Cover
from survey.desk.models import AnswerTemplate, DeskKeys, Note
from survey.desk.weekly import WeeklyMail
from survey.figures.models import Tally
from survey.news.mail_server import MailServer
from survey.news.models import Delivery, Subscription, Update
from survey.news.proofs import AddressKey, ConsentProof, NeverAgain, Wording
from survey.participation.drafts import Draft
from survey.participation.models import SurveyPeriod
from survey.projects.models import Milestone, Project, ProjectChange, ProjectState
from survey.results.blackening import BlackOut, BlackOutKey
from survey.results.links import ProjectContribution
from survey.results.numbers import PublicNumbers
from survey.results.publications import PublicAddress, Publication
from survey.results.sentences import Sentence, SentenceContribution
from survey.submissions.answer_drafts import AnswerDraft
from survey.submissions.history import HeldStep, LostStep, ReviewStep
from survey.submissions.models import ConsentTakenBack, Submission, Tag, Withdrawal
from survey.submissions.words import Word
from survey.transfer.models import ExportRecord, ImportKey, ImportRecord, KnownHeader
from survey.upkeep.models import Mark

__all__ = [
    "AddressKey",
    "AnswerDraft",
    "AnswerTemplate",
    "Assignment",
    "AssignmentRule",
    "BlackOut",
    "BlackOutKey",
    "Campaign",
    "Claim",
    "ConsentProof",
    "ConsentTakenBack",
    "Cover",
    "Delivery",
    "DeskKeys",
    "Draft",
    "ExportRecord",
    "HeldStep",
    "ImportKey",
    "ImportRecord",
    "KnownHeader",
    "LostStep",
    "MailServer",
    "Mark",
    "Milestone",
    "NeverAgain",
    "Note",
    "Project",
    "ProjectChange",
    "ProjectContribution",
    "ProjectState",
    "PublicAddress",
    "PublicNumbers",
    "Publication",
    "RateLimit",
    "ReviewStep",
    "Sentence",
    "SentenceContribution",
    "Submission",
    "Subscription",
    "SurveyPeriod",
    "Tag",
    "Tally",
    "Update",
    "WeeklyMail",
    "Withdrawal",
    "Word",
    "Wording",
]
