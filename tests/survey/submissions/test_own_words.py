"""The fields for own words: named in one place, which model and forms follow."""

import re

import pytest
from django.core.exceptions import ValidationError

from dev.environment import ROOT
from ruhrdialog.lib.fields import OwnWordsField
from survey.desk.forms import NoteForm, TagForm
from survey.desk.recording import RecordForm
from survey.participation.forms import OwnWordsForm, ReplyForm, SurveyForm
from survey.submissions.models import Submission, Tag
from survey.submissions.own_words import OWN_WORDS
from survey.transfer.importing import TEXTS


def test_model_form_and_import_have_them_with_the_same_limits():
    assert {name: Submission._meta.get_field(name).max_length for name in OWN_WORDS} == OWN_WORDS
    assert {name: field.limit for name, field in OwnWordsForm.base_fields.items()} == OWN_WORDS
    assert {name: field.limit for name, field in TEXTS.items()} == OWN_WORDS


def test_they_are_what_is_read_and_searched():
    submission = Submission(**{name: name.upper() for name in OWN_WORDS})
    assert submission.own_words() == tuple(map(str.upper, OWN_WORDS))


def test_no_other_file_lists_them_again():
    listed = re.compile(r"\W+".join(OWN_WORDS))
    files = [file for file in (ROOT / "survey").rglob("*.py") if "migrations" not in file.parts]
    assert len(files) > 50
    assert [file.name for file in files if listed.search(file.read_text())] == []


# What nobody can see

BLANK = [" ", "\t\r\n", "\u00a0", "\u200b", "\u200b \u200d", "\u2800", "\u3164", "\u00ad", "\ufeff"]
BLANK += ["\x0b", "\x01\x02", "\u2060", "\u202e\u202c", "\u034f", "\ufe0f", "\u180e", "\U000e0020"]
SEEN = [".", "?", "\u200bä", "\u2764\ufe0f", "ب", "\u202eabc", "\u00a01"]


@pytest.mark.django_db
@pytest.mark.parametrize("blank", BLANK)
def test_what_nobody_can_see_is_no_topic_and_no_text(blank):
    form = SurveyForm({"other_topic": blank, "reason": blank})
    assert form.errors.keys() == {"forum"}
    assert form.cleaned_data["reason"] == ""
    recorded = RecordForm({"forum": "anderes-thema", "other_topic": blank, "source": "phone"})
    assert "other_topic" in recorded.errors
    assert ReplyForm({"reply": blank}).errors.keys() == {"reply"}
    for staff_form in (NoteForm, TagForm):
        assert "text" in staff_form(None, {"text": blank}).errors


@pytest.mark.parametrize("seen", SEEN)
def test_what_somebody_can_see_stays_as_it_was_typed(seen):
    assert OwnWordsField(limit=9).clean(seen) == seen


@pytest.mark.parametrize("written", ["a\0", "a\ud83d", "\udc00"])
def test_what_cannot_be_stored_is_refused_and_can_be_shown(written):
    field = OwnWordsField(limit=9)
    with pytest.raises(ValidationError, match="Zeichen, das wir nicht speichern können"):
        field.clean(written)
    field.prepare_value(written).encode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "again", ["brücke", "BRÜCKE", "Bru\u0308cke", "Brü\u00adcke", " Brücke\u00a0"]
)
def test_the_same_tag_in_another_guise_is_no_other_tag(submit, again):
    for name in ("Brücke", again):
        submit(reason="Zu voll").add_tag(name)
    assert [tag.name for tag in Tag.objects.all()] == ["Brücke"]
