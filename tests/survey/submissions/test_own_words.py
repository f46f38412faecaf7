"""The fields for own words: named in one place, which model and forms follow."""

import re

from dev.environment import ROOT
from survey.participation.forms import OwnWordsForm
from survey.submissions.models import Submission
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
