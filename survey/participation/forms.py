"""The survey's form: the rules of input, and messages that say what to do."""

from collections.abc import Container, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from forums.forms import WordField
from forums.models import Forum, Group, every_forum
from ruhrdialog.lib.codes import (
    ALPHABET,
    CODE_LENGTH,
    REFERENCE_LENGTH,
    code_in,
    without_label,
)
from ruhrdialog.lib.consent import CONSENT
from ruhrdialog.lib.fields import AddressField, OwnWordsField, likely_address
from ruhrdialog.lib.wishes import Wish, wish_in
from survey.submissions.consent import FIRST_WORDING, WORDING_VERSION, WORDINGS
from survey.submissions.limits import MAX_TEXT, MAX_TOPIC
from survey.submissions.models import Submission
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.spam import TRAP

OTHER = "anderes-thema"
UNUSED_TOPIC = "Wird nicht gesendet, weil Sie ein Themenforum gewählt haben"
TO_CONFIRM = (
    "Nach dem Absenden bekommen Sie eine E-Mail von uns. Bitte bestätigen Sie Ihre Adresse mit dem "
    "Link darin. Erst danach informieren wir Sie."
)
NO_ADDRESS = "Noch ohne E-Mail-Adresse: So können wir Ihnen nicht schreiben."
NO_MAILS = "Sie bekommen keine E-Mails von uns."
TWO_TOPICS = (
    "Es ist schon ein Thema gewählt. Bitte leeren Sie dieses Feld oder wählen Sie „Ein anderes "
    "Thema“."
)
NO_NAMES = (
    "Bitte nennen Sie keine anderen Menschen mit Namen. In Gefahr wählen Sie 110 oder 112: Hier "
    "liest niemand sofort mit."
)
NO_CODE = "Bitte geben Sie den Code ein, der auf Ihrem Beleg steht."


class CheckedAnswer(NamedTuple):
    """An answer on the check page; `target` is the id of its field."""

    name: str
    text: str
    target: str
    note: str = ""


class OwnWordsForm(forms.Form):
    """What a citizen writes in own words, all of it optional."""

    other_topic = OwnWordsField(
        label="Ihr Thema in eigenen Worten",
        limit=MAX_TOPIC,
        help_text=f"Höchstens {MAX_TOPIC} Zeichen",
    )
    reason = OwnWordsField(
        label="Warum ist Ihnen das wichtig?",
        limit=MAX_TEXT,
        help_text="So versteht das Themenforum, worum es Ihnen geht. Auch Ihren eigenen Namen "
        f"brauchen wir nicht. {NO_NAMES} Höchstens 4.000 Zeichen.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    proposal = OwnWordsField(
        label="Haben Sie einen konkreten Verbesserungsvorschlag?",
        limit=MAX_TEXT,
        help_text="Was soll wo besser werden? Jeder Vorschlag geht an sein Themenforum. "
        f"{NO_NAMES} Höchstens 4.000 Zeichen.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReplyForm(forms.Form):
    """The citizen's reply to a question of the forum."""

    reply = OwnWordsField(
        label="Ihre Antwort",
        limit=MAX_TEXT,
        required_message="Bitte schreiben Sie eine Antwort.",
        help_text=f"{NO_NAMES} Höchstens 4.000 Zeichen.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CodeForm(forms.Form):
    """A receipt code, typed from paper or pasted with what stood around it."""

    code = forms.CharField(
        label="Code Ihres Belegs",
        help_text=f"{CODE_LENGTH} Buchstaben. Groß oder klein, Leerzeichen und Striche sind egal. "
        "Sie können auch den ganzen Link einfügen.",
        # An <input> would be kept in the browser's list of what was typed before, or (with
        # autocomplete="off") forgotten on the way back.
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "autocapitalize": "characters",
                "spellcheck": "false",
                "translate": "no",
            }
        ),
        error_messages={"required": NO_CODE},
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if code := code_in(typed):
            return code
        raise ValidationError(why_no_code(without_label(typed)))


def why_no_code(typed: str) -> str:
    """Return what is wrong with something that is no receipt code, and how to go on."""
    if not typed:
        return NO_CODE
    if len(typed) == REFERENCE_LENGTH:  # known or not: who asks is told the same
        phone = settings.OPERATOR["phone"]
        return (
            "Das ist eine Beitragsnummer. Sie ist für Nachfragen da: Nennen Sie sie, wenn Sie uns "
            f"anrufen{phone and f' (Telefon {phone})'}. Den Beitrag öffnet nur der Code mit "
            f"{CODE_LENGTH} Buchstaben. Er steht auch auf Ihrem Beleg."
        )
    if len(typed) != CODE_LENGTH:
        return (
            f"Der Code hat {CODE_LENGTH} Buchstaben, Ihre Eingabe hat {len(typed)}. "
            "Bitte vergleichen Sie sie mit Ihrem Beleg."
        )
    strange = ", ".join(dict.fromkeys(sign for sign in typed if sign not in ALPHABET))
    return (
        f"Das kommt in keinem Code vor: {strange}. Bitte vergleichen Sie Ihre Eingabe mit Ihrem "
        "Beleg: Im Code stehen nur Buchstaben, und davon kein A, E, I, O, U und Y."
    )


class ConsentInput(forms.CheckboxInput):
    """A box that sends the version of its wording: what was read is what was agreed to."""

    def format_value(self, value: Any = None) -> str:
        return WORDING_VERSION

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(name, "")


class ConsentField(forms.Field):
    """The version of the wording that was agreed to; None without consent."""

    widget = ConsentInput

    def to_python(self, value: Any) -> str | None:
        if not value:
            return None
        return value if value in WORDINGS else FIRST_WORDING  # of a page that sent no version


class TrapInput(forms.TextInput):
    """A field that nobody meets; whoever fills it doesn't look at the page.

    What is typed into it is of no interest, so it is taken as a tick.
    """

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return bool(data.get(name))

    def format_value(self, value: Any) -> None:
        return None


class ConsentForm(forms.Form):
    """The consent to publish, given or taken back by itself."""

    publication_consent = ConsentField(label=WORDINGS[WORDING_VERSION], required=False)


class TopicField(forms.ChoiceField):
    """One of the topics that the form knows; Django would make all choices anew for each value."""

    known: Container[str] = ()

    def valid_value(self, value: str) -> bool:
        return value in self.known


class TopicsField(TopicField, forms.MultipleChoiceField):
    """Some of them."""


class AnswersForm(OwnWordsForm):
    """What a citizen says: topic, own words, further topics. Only the topic is required."""

    field_order = ("forum", *OWN_WORDS, "further_interests")

    forum = TopicField(
        label="Welches Thema ist Ihnen wichtig?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "Dieses Thema kennen wir nicht. Bitte wählen Sie eines aus der Liste."
        },
    )
    further_interests = TopicsField(
        label="Welche Themen interessieren Sie noch?",
        required=False,
        help_text="Sie zählen mit. So sehen die Themenforen, was noch wichtig ist.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Dieses Thema kennen wir nicht: %(value)s. "
            "Bitte wählen Sie aus der Liste."
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        self.unused_topic = ""
        self.found: list[Forum] = []
        self.forums = {forum.slug: forum for forum in every_forum()}
        # As functions, which Django asks when it needs them: most requests show no field.
        topics = [(forum.slug, forum.title) for forum in self.forums.values()]
        fields["forum"].choices = lambda: [*topics, (OTHER, "Ein anderes Thema")]
        fields["further_interests"].choices = lambda: topics
        fields["forum"].known = {*self.forums, OTHER}
        fields["further_interests"].known = self.forums

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = self.cleaned_data
        if "forum" in answers and "other_topic" in answers:
            # Own words without "Ein anderes Thema" count as that; a chosen forum goes before.
            if answers["forum"] in ("", OTHER):
                answers["forum"] = None
                if not answers["other_topic"]:
                    self.add_topic_error()
            else:
                answers["forum"] = self.forums[answers["forum"]]
                self.unused_topic = answers["other_topic"]
                answers["other_topic"] = ""
        return answers

    def add_topic_error(self) -> None:
        if self.data.get("forum") == OTHER:
            self.add_error("other_topic", "Bitte schreiben Sie, welches Thema Sie meinen.")
        else:
            self.add_error(
                "forum", "Bitte wählen Sie ein Thema. Alle anderen Antworten sind freiwillig."
            )

    def refuse_unused_topic(self) -> None:
        """Ask which of two topics is meant, where no check page shows what isn't taken."""
        if self.unused_topic:
            self.add_error("other_topic", TWO_TOPICS)

    def further_forums(self) -> list[Forum]:
        """Return the valid further topics in the portal's order, without the chosen one."""
        slugs = self.cleaned_data["further_interests"]
        chosen = self.cleaned_data["forum"]
        return [forum for forum in self.forums.values() if forum.slug in slugs and forum != chosen]

    def submission_fields(self) -> dict[str, Any]:
        """Return the valid answers under the names of the model's fields."""
        answers = {name: self.cleaned_data[name] for name in ("forum", *OWN_WORDS)}
        return answers | {"further_interests": [forum.pk for forum in self.further_forums()]}

    @classmethod
    def as_typed(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a browser sent for the fields, and nothing else it may have sent."""
        return {
            name: field.widget.value_from_datadict(data, MultiValueDict(), name)
            for name, field in cls.base_fields.items()
        }

    def chosen_forum(self) -> Forum | None:
        """Return the forum that is chosen, be there mistakes in other answers."""
        slug = self["forum"].value()
        return self.forums.get(slug) if isinstance(slug, str) else None

    def topics(self) -> Iterator[tuple[Group | None, str, list[tuple[BoundWidget, Forum]]]]:
        """Yield the radio buttons under their headings: of what was found, then by group."""
        radios = {radio.data["value"]: radio for radio in self["forum"].subwidgets}
        if self.found:
            yield None, "Das passt", [(radios[forum.slug], forum) for forum in self.found]
        others = [forum for forum in self.forums.values() if forum not in self.found]
        for name, members in groupby(others, key=lambda forum: forum.group):
            group = Group(name)
            yield group, group.label, [(radios[forum.slug], forum) for forum in members]

    def other_radio(self) -> BoundWidget:
        """Return the radio button of "Ein anderes Thema"."""
        return self["forum"].subwidgets[-1]


class SurveyForm(AnswersForm):
    """The five questions."""

    field_order = ("forum", *OWN_WORDS, "publication_consent", "further_interests", "email")

    publication_consent = ConsentForm.base_fields["publication_consent"]
    email = AddressField(
        label="Ihre E-Mail-Adresse (freiwillig)",
        help_text=CONSENT,
    )
    # No word by which browsers and password managers know what to fill in.
    betreff = forms.BooleanField(
        label="Bitte leer lassen", required=False, widget=TrapInput({"autocomplete": "off"})
    )

    def submission_fields(self) -> dict[str, Any]:
        """Return the valid answers under the names of the model's fields, without the address."""
        version = self.cleaned_data["publication_consent"]
        consent = {"publication_consent": version is not None, "wording_version": version or ""}
        return super().submission_fields() | consent

    def marks(self) -> list[str]:
        """Return what the form itself tells of who filled it in."""
        return [TRAP] if self.cleaned_data["betreff"] else []

    def agreed_to(self) -> str:
        """Return the sentence about publishing that was agreed to; empty without consent."""
        return WORDINGS.get(self.cleaned_data["publication_consent"], "")

    def wish(self) -> Wish | None:
        """Return what somebody wants who typed "Ja" or "nein danke" in place of an address."""
        return wish_in(self["email"].value() or "")

    def checked(self) -> list[CheckedAnswer]:
        """Return what the check page shows of valid answers."""
        own = self.cleaned_data
        email = ("E-Mail-Adresse", TO_CONFIRM)
        if wish := self.wish():
            email = ("Auf dem Laufenden bleiben", NO_ADDRESS if wish is Wish.YES else NO_MAILS)
        answers = (
            ("Thema", own["forum"] and own["forum"].title, "forum"),
            ("Ihr eigenes Thema", own["other_topic"], "forum"),
            (UNUSED_TOPIC, self.unused_topic, "forum"),
            ("Begründung", own["reason"], "reason"),
            ("Verbesserungsvorschlag", own["proposal"], "proposal"),
            ("Veröffentlichung", self.agreed_to(), "publication_consent"),
            ("Weitere Themen", ", ".join(map(str, self.further_forums())), "further_interests"),
            (email[0], self["email"].value(), "email", email[1]),
        )
        return [
            CheckedAnswer(name, text, self[field].auto_id, *note)
            for name, text, field, *note in answers
            if text
        ]

    def likely_email(self) -> str | None:
        """Return the address that was probably meant instead of the given one."""
        return likely_address(self["email"])


class WordForm(forms.Form):
    """A word by which somebody looks for a topic, above the list of all."""

    wort = WordField(label="Thema mit einem Wort finden, zum Beispiel: Bus")


class ChangeForm(AnswersForm):
    """The answers of a submission that nobody has read yet."""

    def __init__(self, submission: Submission, data: QueryDict | None = None) -> None:
        kept: dict[str, Any] = {name: getattr(submission, name) for name in OWN_WORDS}
        kept["forum"] = submission.forum.slug if submission.forum else OTHER
        kept["further_interests"] = [forum.slug for forum in submission.further_forums()]
        if data and "forum" not in data:  # the page of the former code, which had texts alone
            data = data.copy()
            data["forum"] = kept["forum"]
            data.setlist("further_interests", kept["further_interests"])
        super().__init__(data, initial=kept)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.unused_topic != self.initial["other_topic"]:
            self.refuse_unused_topic()
        return answers
