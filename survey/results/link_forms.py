"""Which contributions stand behind a project or a sentence: added and taken away by number."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Manager
from django.utils.html import format_html, format_html_join

from survey.results.links import referenced, typed_references
from survey.submissions.models import Submission

MOST_SHOWN = 100


class ContributionsForm(forms.ModelForm[Any]):
    references = forms.CharField(
        label="Beiträge hinzufügen",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Beitragsnummern, eine je Zeile.",
    )
    removed = forms.CharField(
        label="Beiträge wieder wegnehmen",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Beitragsnummern, eine je Zeile.",
    )

    user: User  # who sends it
    links = "contributions"  # of the project or sentence: the rows that lead to contributions

    def clean_references(self) -> list[Submission]:
        return referenced(self.cleaned_data["references"], self.user)

    def clean_removed(self) -> list[Any]:
        """Return the rows that lead to what was named."""
        typed = typed_references(self.cleaned_data["removed"])
        if not typed:
            return []
        links: Any = getattr(self.instance, self.links) if self.instance.pk else None
        rows = links.select_related("submission") if links else ()
        found = {row.submission.reference: row for row in rows}
        if unknown := [part for part, each in typed.items() if each not in found]:
            raise ValidationError(f"Diese Nummern stehen nicht dahinter: {', '.join(unknown)}")
        return [found[each] for each in dict.fromkeys(typed.values())]


def numbered(links: Manager[Any]) -> str:
    """Return how many contributions some rows lead to, and which."""
    number = links.count()
    rows = links.select_related("submission").order_by("submission__reference")[:MOST_SHOWN]
    references = ((row.submission.shown_reference,) for row in rows)
    shown = format_html_join(", ", '<span class="whole" translate="no">{}</span>', references)
    more = " und weitere" if number > MOST_SHOWN else ""
    return format_html("{}: {}{}", number, shown, more) if number else "0"
