"""Choosing, blacking out and publishing contributions; blacking out for good; the sentences."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from ruhrdialog.lib.codes import normalised
from ruhrdialog.lib.lists import HouseAdmin
from ruhrdialog.lib.pages import forget_pages
from ruhrdialog.lib.staff import member
from survey.results.blackening import REASONS, erase, every_text, missing
from survey.results.link_forms import ContributionsForm, numbered
from survey.results.publications import (
    Publication,
    answer_to,
    end_publication,
    is_publishable,
)
from survey.results.sentences import Sentence, SentenceContribution
from survey.submissions.models import StateError, Submission
from survey.submissions.personal_data import found as personal_data

NOT_FOUND = "Zu dieser Nummer finden wir keinen Beitrag, den Sie bearbeiten."
NOT_PUBLISHABLE = (
    "Dieser Beitrag kann nicht veröffentlicht werden: Es fehlt die Zustimmung oder ein Text, oder "
    "er ist noch ungelesen oder erst seit weniger als zehn Minuten gelesen."
)
IS_PUBLIC = "Dieser Beitrag ist schon veröffentlicht. Beenden Sie das zuerst."
NOT_PUBLISHED = (
    "Nicht veröffentlicht. Den zweiten Blick wirft jemand anderes als den ersten, und die "
    "Zustimmung muss noch gelten."
)
NO_NEW_ANSWER = (
    "Die Antwort steht noch nicht daneben. Wer sie geschrieben hat, kann sie nicht selbst "
    "veröffentlichen; und wenn sie sich eben geändert hat, lesen Sie bitte die neue Fassung."
)


def passage_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="Wörter genau wie im Text, je Zeile eine Stelle.",
    )


class PublicationForm(forms.ModelForm[Publication]):
    user: User  # who sends it

    reference = forms.CharField(label="Beitragsnummer", max_length=20)
    personal = passage_field("Schwärzen: personenbezogene Angaben")
    third_person = passage_field("Schwärzen: Angaben zu einer dritten Person")
    insult = passage_field("Schwärzen: Beleidigung")

    class Meta:
        model = Publication
        fields: tuple[str, ...] = ()

    def clean_reference(self) -> Submission:
        reference = normalised(self.cleaned_data["reference"])
        rows = Submission.objects.reviewed_by(self.user).filter(reference=reference)
        row: Submission | None = rows.first()
        if row is None:
            raise forms.ValidationError(NOT_FOUND)
        if not is_publishable(row):
            raise forms.ValidationError(NOT_PUBLISHABLE)
        if Publication.objects.filter(submission=row, address__isnull=False).exists():
            raise forms.ValidationError(IS_PUBLIC)
        return row

    def passages(self) -> Iterator[tuple[str, str, str]]:
        """Yield field, passage and reason."""
        for name, reason in REASONS.items():
            for line in self.cleaned_data.get(name, "").splitlines():
                if line.strip():
                    yield name, line.strip(), reason

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if row := cleaned.get("reference"):
            texts = texts_of(row)
            for name in REASONS:
                own = [(line, reason) for field, line, reason in self.passages() if field == name]
                if unknown := missing(texts, own):
                    self.add_error(name, f"Das steht so nicht im Text: {'; '.join(unknown)}")
        return cleaned

    def save(self, commit: bool = True) -> Publication:
        passages = [(line, reason) for _, line, reason in self.passages()]
        row = self.cleaned_data["reference"]
        self.instance = Publication.objects.choose(row, self.user, passages)
        return self.instance

    def save_m2m(self) -> None:
        """Do nothing: there is none."""


def texts_of(row: Submission) -> list[str]:
    return [*row.own_words(), answer_to(row)]


@admin.register(Publication)
class PublicationAdmin(HouseAdmin, admin.ModelAdmin[Publication]):
    """Chosen by one, published by another; what is chosen is chosen anew, never edited."""

    form = PublicationForm
    change_form_template = "admin/survey/publication/change_form.html"
    list_display = ["reference", "topic", "chosen_by", "chosen_on", "shown_address"]
    sortable_by = ("reference", "topic", "chosen_on", "shown_address")  # not by colleague
    shown = ("reference", "topic", "reason", "proposal", "answer", "first", "second")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        rows = super().get_queryset(request).select_related("submission", "address")
        own = Submission.objects.visible_to(member(request))
        return rows.filter(submission__in=own.order_by())

    def get_fields(self, request: HttpRequest, obj: Publication | None = None) -> Any:
        return self.shown if obj else ["reference", *REASONS]

    def get_readonly_fields(self, request: HttpRequest, obj: Publication | None = None) -> Any:
        return self.shown if obj else ()

    def get_form(self, request: HttpRequest, *arguments: Any, **options: Any) -> Any:
        form: Any = super().get_form(request, *arguments, **options)
        form.user = member(request)
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_delete_permission = has_change_permission

    @admin.display(description="Beitragsnummer")
    def reference(self, publication: Publication) -> str:
        shown = publication.submission.shown_reference
        return format_html('<span translate="no">{}</span>', shown)

    @admin.display(description="Ausgewählt von")
    def first(self, publication: Publication) -> str:
        """As text: not everybody may open accounts."""
        return str(publication.chosen_by)

    @admin.display(description="Veröffentlicht von")
    def second(self, publication: Publication) -> str:
        return str(publication.published_by or "–")

    @admin.display(description="Öffentlich")
    def shown_address(self, publication: Publication) -> str:
        return str(publication.address or "wartet auf den zweiten Blick")

    def view_on_site(self, obj: Publication) -> str | None:
        return obj.get_absolute_url() or None

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("<int:pk>/veroeffentlichen/", require_POST(self.publish), "publish"),
            ("<int:pk>/antwort/", require_POST(self.put_answer), "answer"),
            ("<int:pk>/beenden/", require_POST(self.end), "end"),
            ("schwaerzen/", require_http_methods(["GET", "HEAD", "POST"])(self.erase), "erase"),
        ]
        own = [
            path(address, self.admin_site.admin_view(view), name=f"survey_publication_{name}")
            for address, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing is left to be stored: the form's verb has done it."""

    def render_change_form(self, request: HttpRequest, context: Any, *a: Any, **o: Any) -> Any:
        publication = context.get("original")
        reference = request.POST.get("reference") or request.GET.get("reference", "")
        rows = Submission.objects.reviewed_by(member(request))
        context["source"] = rows.filter(reference=normalised(reference[:20])).first()
        context["source_answer"] = answer_to(context["source"]) if context["source"] else ""
        if publication:
            texts = [publication.reason, publication.proposal, publication.answer]
            newer = publication.newer_answer() if publication.address else None
            if newer:
                texts.append(newer.text)
            context["hints"] = [
                passage
                for text in texts
                for each in personal_data(text)
                for passage in each.passages
            ]
            context["may_publish"] = self.may_publish(request, publication)
            context["is_own"] = publication.chosen_by == member(request)
            context["newer_answer"] = newer
            context["wrote_answer"] = newer is not None and newer.by == member(request)
            context["may_end"] = self.may_end(request, publication)
        return super().render_change_form(request, context, *a, **o)

    @staticmethod
    def may_publish(request: HttpRequest, publication: Publication) -> bool:
        own = Submission.objects.reviewed_by(member(request))
        has_right = request.user.has_perm("survey.publish_publication")
        return has_right and own.filter(pk=publication.submission_id).exists()

    def may_end(self, request: HttpRequest, publication: Publication) -> bool:
        erases = request.user.has_perm("survey.erase_submission")
        return erases or self.may_publish(request, publication)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        publication = get_object_or_404(Publication, pk=pk)
        if not self.may_publish(request, publication):
            raise PermissionDenied
        try:
            publication.publish(member(request))
        except StateError:
            messages.error(request, NOT_PUBLISHED)
        else:
            forget_pages()
            self.log_change(request, publication, "Veröffentlicht.")
            messages.success(request, "Der Beitrag ist veröffentlicht.")
        return redirect("admin:survey_publication_change", pk)

    def put_answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        publication = get_object_or_404(Publication, pk=pk)
        if not self.may_publish(request, publication):
            raise PermissionDenied
        try:
            publication.put_answer(member(request), request.POST.get("seen_answer", ""))
        except StateError:
            messages.error(request, NO_NEW_ANSWER)
        else:
            self.log_change(request, publication, "Antwort daneben gestellt.")
            messages.success(request, "Die Antwort steht jetzt neben dem Beitrag.")
        return redirect("admin:survey_publication_change", pk)

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        publication = get_object_or_404(Publication, pk=pk)
        if not self.may_end(request, publication):
            raise PermissionDenied
        self.log_change(request, publication, "Beendet.")
        publication.end()
        messages.success(request, "Der Beitrag ist nirgends mehr öffentlich.")
        return redirect("admin:survey_publication_changelist")

    def erase(self, request: HttpRequest) -> HttpResponse:
        """Black out what a text says of a third person, for good, for data protection."""
        if not request.user.has_perm("survey.erase_submission"):
            raise PermissionDenied
        form = EraseForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            row = form.cleaned_data["reference"]
            number = erase(row, form.cleaned_data["passage"])
            end_publication(row)  # what was seen twice isn't what stands there now
            messages.success(request, f"Endgültig geschwärzt, in {number} Texten.")
            return redirect("admin:survey_publication_erase")
        context = {
            **self.admin_site.each_context(request),
            "title": "Angaben Dritter endgültig schwärzen",
            "opts": self.opts,
            "form": form,
        }
        status = 422 if form.errors else 200
        return render(request, "admin/survey/publication/erase.html", context, status=status)


class EraseForm(forms.Form):
    reference = forms.CharField(label="Beitragsnummer", max_length=20)
    passage = forms.CharField(
        label="Stelle, genau wie im Text",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean_reference(self) -> Submission:
        reference = normalised(self.cleaned_data["reference"])
        row: Submission | None = Submission.objects.filter(reference=reference).first()
        if row is None:
            raise forms.ValidationError("Zu dieser Nummer finden wir keinen Beitrag.")
        return row

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        row, passage = cleaned.get("reference"), cleaned.get("passage")
        if row and passage and missing(every_text(row), [(passage, "")]):
            self.add_error("passage", "Das steht so nicht im Beitrag.")
        return cleaned


class SentenceForm(ContributionsForm):
    links = "links"


@admin.register(Sentence)
class SentenceAdmin(HouseAdmin, admin.ModelAdmin[Sentence]):
    """What became of a forum's contributions, for Leitung."""

    form = SentenceForm
    list_display = ["__str__", "forum", "position", "is_released"]
    list_filter = ["forum"]
    fields = [
        *("forum", "position", "text", "follows", "projects"),
        *("shown_number", "references", "removed", "is_released"),
    ]
    readonly_fields = ["shown_number", "is_released"]
    actions = ["release", "take_back"]

    def get_form(self, request: HttpRequest, *arguments: Any, **options: Any) -> Any:
        form: Any = super().get_form(request, *arguments, **options)
        form.user = member(request)
        return form

    def formfield_for_manytomany(self, *args: Any, **options: Any) -> Any:
        return super().formfield_for_manytomany(
            *args, **options, widget=forms.CheckboxSelectMultiple
        )

    @admin.display(description="Beiträge dahinter")
    def shown_number(self, sentence: Sentence) -> str:
        return numbered(sentence.links) if sentence.pk else "0"

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("survey.release_sentence")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        rows = [
            SentenceContribution(sentence=form.instance, submission=each)
            for each in form.cleaned_data["references"]
        ]
        SentenceContribution.objects.bulk_create(rows, ignore_conflicts=True)
        for row in form.cleaned_data["removed"]:
            row.delete()

    @admin.action(description="Freigeben: öffentlich zeigen", permissions=["release"])
    def release(self, request: HttpRequest, queryset: QuerySet[Sentence]) -> None:
        number = queryset.filter(is_released=False).update(is_released=True)
        messages.success(request, f"Freigegeben: {number}.")

    @admin.action(description="Freigabe zurücknehmen", permissions=["release"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Sentence]) -> None:
        number = queryset.filter(is_released=True).update(is_released=False)
        forget_pages()
        messages.success(request, f"Nicht mehr öffentlich: {number}.")
