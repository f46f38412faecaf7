import pytest
from django.core.management import call_command

from forums.models import Forum
from survey.models import Submission
from survey.receipt_codes import random_code


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test with a database finds the authority's content in it, as a new portal has it."""
    with django_db_blocker.unblock():
        call_command("load_content", verbosity=0)


@pytest.fixture
def administrator(client, django_user_model):
    """A client that is logged in as the administrator."""
    user = django_user_model.objects.create_superuser("administrator", password="for-tests-only")
    client.force_login(user)
    return client


@pytest.fixture
def reviewer(db, django_user_model):
    return django_user_model.objects.create_user("reviewer")


@pytest.fixture
def verkehr(db):
    return Forum.objects.get(slug="verkehr")


@pytest.fixture
def submit(db):
    """Store a submission; what isn't given is empty, the topic is Verkehr."""

    def store(code=None, **answers):
        if not answers.get("other_topic"):
            answers.setdefault("forum", Forum.objects.get(slug="verkehr"))
        return Submission.objects.receive(code or random_code(), **answers)

    return store
