"""The table of stored data: nothing is stored that isn't in it, and the docs say the same."""

import pytest
from django.apps import apps
from django.db import connection, models

from dev.environment import ROOT
from survey.upkeep.kinds import Stays, Verb, With
from survey.upkeep.stored_data import STORED_DATA

KINDS = {kind.model: kind for kind in STORED_DATA}


def test_every_model_stands_in_the_table_once():
    models = [model._meta.label for model in apps.get_models(include_auto_created=True)]
    assert sorted(kind.model for kind in STORED_DATA if "." in kind.model) == sorted(models)
    assert len(KINDS) == len(STORED_DATA)


@pytest.mark.django_db
def test_every_table_of_the_database_belongs_to_a_kind():
    tables = {apps.get_model(label)._meta.db_table if "." in label else label for label in KINDS}
    assert tables == set(connection.introspection.table_names())


@pytest.mark.parametrize("label", KINDS)
def test_a_kind_says_why_it_is_there_who_sees_it_and_how_it_ends(label):
    kind = KINDS[label]
    assert kind.ends
    for words in (kind.purpose, kind.basis, kind.seen_by, *(end.words for end in kind.ends)):
        assert words.endswith(".")


def test_every_field_of_our_own_models_stands_with_what_it_is_for():
    own = {
        model._meta.label: {field.name for field in model._meta.get_fields() if field.concrete}
        for app in ("survey", "ruhrdialog")
        for model in apps.get_app_config(app).get_models()
    }
    assert {label: {field.name for field in KINDS[label].fields} for label in own} == own


def test_what_goes_with_its_owner_hangs_on_it_by_a_foreign_key():
    for kind in STORED_DATA:
        owners = {end.owner for end in kind.ends if isinstance(end, With)}
        if owners:
            keys = apps.get_model(kind.model)._meta.get_fields()
            assert owners <= {
                key.related_model._meta.label
                for key in keys
                if isinstance(key, models.ForeignKey)
                and key.remote_field.on_delete is models.CASCADE
            }


def test_what_stays_has_no_other_end():
    for kind in STORED_DATA:
        assert len(kind.ends) == 1 or not any(isinstance(end, Stays) for end in kind.ends)


def test_verbs_are_methods_of_their_model():
    for kind in STORED_DATA:
        for end in kind.ends:
            if isinstance(end, Verb):
                assert callable(getattr(apps.get_model(kind.model), end.method))


def test_the_docs_have_the_same_table():
    text = (ROOT / "docs" / "privacy.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{kind.model}` | {kind.title} | {kind.purpose} | {kind.basis} | {kind.seen_by} | "
        f"{' '.join(end.words for end in kind.ends)} |"
        for kind in STORED_DATA
    ]
