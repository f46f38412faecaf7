"""`manage.py sample_submissions`: marked sample data for an empty desk."""

import pytest
from django.core.management import CommandError, call_command

from survey.submissions.models import Submission

pytestmark = pytest.mark.django_db


def test_it_fills_the_desk_with_marked_samples(capsys):
    call_command("sample_submissions", "200")
    assert capsys.readouterr().out == "200 Musterbeiträge sind angelegt.\n"
    rows = list(Submission.objects.all())
    assert len(rows) == 200
    assert all(row.reason.startswith("Musterbeitrag: ") for row in rows)
    assert len({row.assigned_forum_id for row in rows}) > 15
    assert any(row.assigned_forum is None for row in rows)
    for row in rows[:20]:
        row.full_clean()


def test_it_can_be_run_again():
    for _ in range(2):
        call_command("sample_submissions", "5", verbosity=0)
    assert Submission.objects.count() == 10


@pytest.mark.parametrize("number", ["0", "-1", "viele"])
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(CommandError):
        call_command("sample_submissions", number)


def test_it_does_not_mix_with_what_citizens_sent(submit):
    submit(reason="Echt")
    with pytest.raises(CommandError, match="Es gibt schon echte Beiträge"):
        call_command("sample_submissions", "5")
    assert Submission.objects.count() == 1
