import pytest
from django.core.management import call_command

from faq.models import Question
from forums.models import Forum, Ministry, Moderator

pytestmark = pytest.mark.django_db


def test_it_fills_empty_tables():
    for model in (Moderator, Forum, Ministry, Question):
        model.objects.all().delete()
    call_command("load_content", verbosity=0)
    counts = [model.objects.count() for model in (Ministry, Forum, Moderator, Question)]
    assert counts == [13, 20, 43, 18]


def test_what_staff_edited_survives():
    Forum.objects.filter(slug="verkehr").update(question="Von Hand geändert?")
    Question.objects.filter(position=1).delete()
    Forum.objects.filter(slug="verkehr").update(keywords="Rakete", about="")
    call_command("load_content", verbosity=0)
    assert Forum.objects.get(slug="verkehr").question == "Von Hand geändert?"
    assert Question.objects.count() == 17
    assert Forum.objects.get(slug="verkehr").keywords == "Rakete"
    assert Forum.objects.get(slug="verkehr").about == ""


def test_forums_of_an_earlier_release_get_the_words_that_it_did_not_know():
    Forum.objects.update(keywords="", about="")
    Question.objects.filter(own=True).delete()
    call_command("load_content", verbosity=0)
    forum = Forum.objects.get(slug="verkehr")
    assert "Bahn: Zug" in forum.keywords
    assert "Bus und Bahn" in forum.about
    assert Question.objects.filter(own=True).count() == 6
