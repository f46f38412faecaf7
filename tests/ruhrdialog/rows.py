"""One row of each model that has a page in the administration."""

from django.contrib import admin
from django.contrib.auth.models import User

from faq.models import Question
from forums.models import Forum, Ministry
from ruhrdialog.models import BarrierReport, Event
from survey.alike.models import Campaign
from survey.desk.assignments import AssignmentRule
from survey.desk.models import AnswerTemplate
from survey.news.models import Subscription, Update
from survey.projects.models import Project
from survey.results.publications import Publication
from survey.results.sentences import Sentence
from survey.submissions.models import Tag
from survey.submissions.steps import MARK_READ
from survey.transfer.models import ExportRecord

SECRET = "name@example.org"


def rows_of_each_model(submit):
    """Return them by app label and name; the submission is Verkehr's."""
    Subscription.objects.request(SECRET)
    bus = submit(reason="Zu voll")
    bus.add_tag("Abend")
    bus.campaign = Campaign.objects.create(signature=[1], share=100)
    bus.save(update_fields=["campaign"])
    return {
        "survey.campaign": bus.campaign,
        "survey.submission": bus,
        "survey.answertemplate": AnswerTemplate.objects.first(),
        "survey.tag": Tag.objects.get(),
        "survey.assignmentrule": AssignmentRule.objects.create(
            tag=Tag.objects.get(), person=User.objects.first()
        ),
        "survey.exportrecord": ExportRecord.objects.create(
            by=User.objects.first(), format="csv", number=1
        ),
        "survey.subscription": Subscription.objects.get(),
        "survey.update": Update.objects.create(title="Radweg", slug="radweg", text="a"),
        "survey.surveyperiod": admin_row("survey.surveyperiod"),
        "survey.project": a_project(),
        "survey.publication": a_publication(submit),
        "survey.sentence": Sentence.objects.create(
            forum=Forum.objects.get(slug="verkehr"), text="Viele warten zu lange."
        ),
        "survey.publicnumbers": admin_row("survey.publicnumbers"),
        "forums.forum": Forum.objects.get(slug="arbeit"),
        "forums.ministry": Ministry.objects.get(slug="verkehr"),
        "forums.contentdate": admin_row("forums.contentdate"),
        "faq.question": Question.objects.first(),
        "ruhrdialog.barrierreport": BarrierReport.objects.create(message="klein", email=SECRET),
        "ruhrdialog.event": Event.objects.write(Event.What.EXPORT, None, "csv: 1"),
        "auth.user": User.objects.create_user("new", is_staff=True),
    }


def a_publication(submit):
    row = submit(reason="Grund", publication_consent=True)
    row.take(MARK_READ, User.objects.first())
    return Publication.objects.choose(row, User.objects.first())


def a_project():
    return Project.objects.create(
        title="Ein Takt für das Ruhrgebiet",
        slug="takt",
        description="Alle zehn Minuten eine Bahn.",
        field="mobility",
        ministry=Ministry.objects.get(slug="verkehr"),
    )


def admin_row(label):
    return next(m for m in admin.site._registry if m._meta.label_lower == label).objects.get()
