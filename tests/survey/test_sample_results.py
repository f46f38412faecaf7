"""Made-up results: they fill the pages, and each page says what they are."""

import pytest
from django.core.management import CommandError, call_command

from survey.projects.models import Project
from survey.results.publications import Publication

pytestmark = pytest.mark.django_db
MARK = "Beispieldaten."


def test_every_page_with_made_up_results_says_so(client, capsys):
    call_command("sample_submissions", "150")
    call_command("sample_results")
    publication = Publication.objects.visible().first()
    for page in (
        *("/", "/ergebnisse/", "/ergebnisse/verkehr/", "/themenforen/verkehr/", "/projekte/"),
        *("/projekte/beispiel-verkehr/", "/projekte/bericht/2021-12-31/"),
        *("/ergebnisse/beitraege/", publication.get_absolute_url()),
    ):
        assert MARK in client.get(page).content.decode(), page
    with pytest.raises(CommandError, match="schon Projekte"):
        call_command("sample_results")


def test_it_refuses_beside_real_ones_and_without_any(client, submit):
    with pytest.raises(CommandError, match="zuerst Musterbeiträge"):
        call_command("sample_results")
    submit(reason="Grund")
    with pytest.raises(CommandError, match="echte Beiträge"):
        call_command("sample_results")
    assert not Project.objects.exists()
    assert MARK not in client.get("/ergebnisse/").content.decode()
