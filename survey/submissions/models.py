"""What citizens send: submissions without a name, and what can be done with them."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import zip_longest
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Q
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.utils import timezone

from forums.models import Forum, every_forum
from ruhrdialog.lib.codes import REFERENCE_LENGTH, grouped, receipt_hash
from ruhrdialog.lib.connection import apart, broken_rule
from ruhrdialog.lib.normal_form import folded
from survey.defaults import new_reference
from survey.submissions.consent import WORDINGS
from survey.submissions.history import (
    FELL_AWAY,
    TAKEN_BACK,
    HeldStep,
    Hold,
    Lost,
    LostStep,
    ReviewStep,
)
from survey.submissions.limits import MAX_TEXT, MAX_TOPIC
from survey.submissions.own_words import OWN_WORDS
from survey.submissions.querysets import SubmissionQuerySet
from survey.submissions.rights import leads
from survey.submissions.search import vector
from survey.submissions.signatures import signature
from survey.submissions.spam import reason_to_check
from survey.submissions.steps import (
    ANSWER,
    ASK_BACK,
    ASKED_BACK,
    CORRECT,
    COUNTED,
    FORWARDED,
    READ,
    RECEIVED,
    RECHECK,
    RELEASE,
    REPLY,
    STATES,
    STEPS,
    Step,
    states,
)

BaseManager = models.Manager.from_queryset(SubmissionQuerySet)
WITHDRAWN = "submission_not_withdrawn"  # the rule that a function of the database keeps


class SubmissionManager(BaseManager["Submission"]):
    def receive(self, receipt_code: str, **answers: Any) -> "Submission | None":
        """Store a citizen's answers, once for each receipt code, and return the row.

        The same code again, at the same time or later, gives the row that is there. A submission
        that was withdrawn stays withdrawn: then None is returned.
        """
        return self.receive_hashed(receipt_hash(receipt_code), **answers)

    def receive_hashed(self, hashed: bytes, **answers: Any) -> "Submission | None":
        """Do what `receive` does, knowing only the hash of the receipt code."""
        submission = Submission.made_of(receipt_hash=hashed, **answers)
        for _ in range(3):
            try:
                if self.insert_once(submission):
                    return submission
            except IntegrityError as error:
                if broken_rule(error) != WITHDRAWN:
                    raise
                return None
            stored: Submission | None = self.filter(receipt_hash=hashed).first()
            if stored:
                return stored
            submission.reference = new_reference()
        raise IntegrityError("No free reference was found.")

    def insert_once(self, submission: "Submission") -> bool:
        """Insert a row, unless there is one with its receipt; tell whether it was inserted.

        Of two posts of one check page at the same moment one inserts, the other waits and finds it:
        by ON CONFLICT DO NOTHING, since a unique column that refuses would be an error in the log
        of Postgres. That hides a reference which is taken as well (one in 10^11).

        Whether it was withdrawn a function of the database asks when the row is there: by then the
        insert has waited for a withdrawal under way, and only a statement inside of a function
        sees what that has left (migration 0026). Raises IntegrityError for this and any other rule.
        """
        values = [
            field.get_db_prep_save(field.pre_save(submission, True), connection)
            for field in stored_fields()
        ]
        with apart(), connection.cursor() as cursor:
            cursor.execute(insert_statement(), values)
            is_inserted = bool(cursor.rowcount)
        submission._state.adding = not is_inserted
        return is_inserted

    def draw_references(self, submissions: Sequence["Submission"]) -> None:
        """Give new submissions references that are free, each another one."""
        drawn: set[str] = set()
        while missing := len(submissions) - len(drawn):
            new = {new_reference() for _ in range(missing)}
            drawn |= new.difference(
                self.filter(reference__in=new).order_by().values_list("reference", flat=True)
            )
        for submission, reference in zip(submissions, drawn, strict=True):
            submission.reference = reference

    def for_receipt(self, receipt_code: str) -> "Submission | None":
        """Return the submission that a receipt code opens."""
        with_topic = self.select_related("forum", "assigned_forum__ministry")
        found = with_topic.filter(receipt_hash=receipt_hash(receipt_code)).first()
        return found.as_citizen_sees() if found else None


@cache
def stored_fields() -> list[Any]:
    return [field for field in Submission._meta.concrete_fields if not field.generated]


@cache
def insert_statement() -> str:
    """Return the statement of `insert_once`, which is always the same."""
    query = InsertQuery(Submission, on_conflict=OnConflict.IGNORE)
    query.insert_values(stored_fields(), [Submission()])
    [(insert, _)] = query.get_compiler(connection=connection).as_sql()
    return f"{insert} RETURNING survey_refuse_withdrawn(receipt_hash)"


def state_is_known() -> Q:
    return Q(state__in=[str(state) for state in states()])


def lost_steps(held: Sequence[HeldStep]) -> list[Lost]:
    """Return what is kept for the authors of steps that fall away."""
    steps = [each.step for each in held]
    return [
        Lost(step.by, step.verb, step.text or step.note if step.step.words else "")
        for step in steps
        if step.by
    ]


class StateError(Exception):
    """A verb doesn't fit the state that the submission has by now."""


class DoneError(StateError):
    """What a verb would do is done already."""


class Submission(models.Model):
    """What a citizen sent. It holds no name, no address of any kind and no time of day."""

    class Source(models.TextChoices):
        PORTAL = "portal", "Portal"
        PAPER = "paper", "Papier"
        PHONE = "phone", "Telefon"
        EVENT = "event", "Veranstaltung"
        EMAIL = "email", "E-Mail"

    # Random, so that the order of arrival can't be read off the key.
    id = models.UUIDField("Schlüssel", primary_key=True, default=uuid.uuid4, editable=False)
    receipt_hash = models.BinaryField("Prüfwert des Belegs", max_length=32, editable=False)
    reference = models.CharField(
        "Beitragsnummer", max_length=REFERENCE_LENGTH, default=new_reference, editable=False
    )
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    source = models.CharField("Quelle", max_length=10, choices=Source, default=Source.PORTAL)
    forum = models.ForeignKey(
        Forum,
        verbose_name="Thema",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
    )
    other_topic = models.CharField("Anderes Thema", max_length=MAX_TOPIC, blank=True)
    reason = models.CharField("Begründung", max_length=MAX_TEXT, blank=True)
    proposal = models.CharField("Verbesserungsvorschlag", max_length=MAX_TEXT, blank=True)
    further_interests = ArrayField(
        models.BigIntegerField(), verbose_name="Weitere Themen", default=list, blank=True
    )
    publication_consent = models.BooleanField("Darf veröffentlicht werden", default=False)
    wording_version = models.CharField(
        "Fassung der Einwilligung",
        max_length=20,
        choices=[(version, version or "vor 2026-11") for version in WORDINGS],
        default="",
        db_default="",
        editable=False,
    )
    assigned_forum = models.ForeignKey(
        Forum,
        verbose_name="Zuständiges Themenforum",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_submissions",
        db_index=False,  # submission_queue begins with it
    )
    state = models.CharField(
        "Stand",
        max_length=20,
        choices=[(str(state), state.label) for state in STATES],
        default=str(RECEIVED),
    )
    check_reason = models.CharField("Bitte prüfen", max_length=120, blank=True)
    tags: "models.ManyToManyField[Tag, Any]" = models.ManyToManyField(
        "Tag", verbose_name="Schlagworte", related_name="submissions", blank=True
    )
    search_vector = models.GeneratedField(
        verbose_name="Suchverzeichnis",
        # By a trigger (migrations 0005, 0008): to change what a generated column is made of would
        # write the table anew while people wait.
        expression=vector(*OWN_WORDS),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    signature = ArrayField(
        models.IntegerField(), verbose_name="Textmuster", default=list, editable=False
    )
    campaign = models.ForeignKey(
        "Campaign",
        verbose_name="Kampagne",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="submissions",
    )
    # The key of the event of an import. No foreign key: events go after 90 days.
    batch = models.BigIntegerField("Einlesen", null=True, blank=True, editable=False)
    # A threat, a crime, somebody in danger or named: before all else for Leitung.
    urgent = models.BooleanField("Dringend", default=False, db_default=False, editable=False)
    # Counts the changes, so that who works on an old page is told.
    version = models.PositiveIntegerField("Fassung", default=0, editable=False)

    objects = SubmissionManager()

    class Meta:
        verbose_name = "Beitrag"
        verbose_name_plural = "Beiträge"
        # No time of arrival is stored: within a day the random reference gives the order.
        ordering = ["-day", "-reference"]
        permissions = [
            ("review_submission", "Kann Beiträge der eigenen Ministerien bearbeiten"),
            ("view_every_submission", "Kann alle Beiträge sehen"),
            ("erase_submission", "Kann Beiträge löschen"),
            ("import_submission", "Kann Beiträge aus einer Datei einlesen"),
        ]
        indexes = [
            models.Index(fields=["day", "reference"], name="submission_by_day"),
            models.Index(fields=["assigned_forum", "state", "day"], name="submission_queue"),
            models.Index(
                fields=["assigned_forum", "state", "check_reason"],
                condition=~Q(check_reason=""),
                name="submission_to_check",
            ),
            models.Index(
                fields=["day", "reference"], condition=Q(urgent=True), name="submission_urgent"
            ),
            models.Index(
                fields=["batch"], condition=Q(batch__isnull=False), name="submission_batch"
            ),
            models.Index(
                fields=["assigned_forum", "day"],
                include=["source", "state", "campaign", "batch"],
                condition=~Q(source="portal") | Q(campaign__isnull=False),
                name="submission_apart",
            ),
            GinIndex(fields=["search_vector"], name="submission_search"),
            GinIndex(fields=["signature"], name="submission_signature"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="submission_receipt_once",
                fields=["receipt_hash"],
                violation_error_message="Diesen Beitrag gibt es schon.",
            ),
            models.UniqueConstraint(
                name="submission_reference_once",
                fields=["reference"],
                violation_error_message="Diese Beitragsnummer ist vergeben.",
            ),
            models.CheckConstraint(
                name="submission_one_topic",
                condition=Q(forum__isnull=False, other_topic="")
                | (Q(forum__isnull=True) & ~Q(other_topic="")),
                violation_error_message="Ein Beitrag hat genau ein Thema.",
            ),
            models.CheckConstraint(
                name="submission_further_interests_are_others",
                # F("forum"): with F("forum_id") full_clean skips the check.
                condition=Q(forum__isnull=True) | ~Q(further_interests__contains=[F("forum")]),
                violation_error_message="Das gewählte Thema kann nicht zugleich ein weiteres sein.",
            ),
            models.CheckConstraint(
                name="submission_state_known",
                condition=state_is_known(),
                violation_error_message="Diesen Stand gibt es nicht.",
            ),
        ]

    def __str__(self) -> str:
        return f"Beitrag {self.shown_reference}"

    @classmethod
    def made_of(cls, **answers: Any) -> "Submission":
        """Return a new submission, not stored yet, with all that follows from its answers."""
        submission = cls(**answers)
        submission.assigned_forum = submission.forum
        submission.derive()
        return submission

    def derive(self) -> None:
        """Set what follows from the own words."""
        self.state = RECEIVED if self.has_text() else COUNTED
        self.check_reason = reason_to_check(self.own_words(), self.check_reason)
        self.signature = signature(self.own_words())
        self.campaign = None

    @property
    def shown_reference(self) -> str:
        return grouped(self.reference)

    @property
    def topic(self) -> str:
        return self.forum.title if self.forum else self.other_topic

    def own_words(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in OWN_WORDS)

    def has_text(self) -> bool:
        """Tell whether there is something to read: own words of the citizen."""
        return any(text.strip() for text in self.own_words())

    def further_forums(self) -> list[Forum]:
        """Return the forums of the further interests, in the portal's order."""
        return [forum for forum in every_forum() if forum.pk in self.further_interests]

    @property
    def is_untouched(self) -> bool:
        """Tell whether nobody has dealt with the submission, so that its text may change."""
        is_new = self.state in (RECEIVED, COUNTED)
        return is_new and not (self.is_stored and self.steps.visible().exists())

    @property
    def is_stored(self) -> bool:
        """Tell whether the database has it; else it waits in the spool."""
        return not self._state.adding

    def as_citizen_sees(self) -> "Submission":
        """Show the submission as it was before what is held back from the citizen; not to save."""
        with_before = self.held.running().select_related("step", "assigned_forum__ministry")
        held = with_before.first() if self.version else None  # else nobody took a step
        for name, value in held.before.items() if held else ():
            setattr(self, name, value)
        return self

    def steps_for_citizen(self) -> list[ReviewStep]:
        """Return what the receipt shows of the work; of two that say the same the later one.

        An answer that was corrected says the newest.
        """
        shown = [step.verb for step in STEPS.values() if step.for_citizen]
        steps: list[ReviewStep] = []
        for step in self.steps.visible().filter(verb__in=shown).select_related("forum"):
            if step.verb == CORRECT.verb:
                steps[-1].text, steps[-1].corrected_on = step.text, step.day
            else:
                steps.append(step)
        pairs = zip_longest(steps, steps[1:])
        return [
            step
            for step, later in pairs
            if not later or step.said_to_citizen or step.for_citizen != later.for_citizen
        ]

    def answer_promised_by(self) -> date | None:
        """Return the day up to which the ministry has promised an answer that is still to come."""
        days = self.assigned_forum.ministry.answer_days if self.assigned_forum else None
        if not days or self.state not in (RECEIVED, READ, FORWARDED) or not self.has_text():
            return None
        return self.day + timedelta(days)

    def open_question(self) -> ReviewStep | None:
        """Return the question that waits for the citizen's reply."""
        if self.state != ASKED_BACK:
            return None
        return self.steps.visible().filter(verb=ASK_BACK.verb).last()

    def change(self, **answers: Any) -> None:
        """Replace own words, topic and further topics (some or all) by the citizen's new ones.

        Raises StateError when somebody has begun to deal with them.
        """
        with transaction.atomic():
            current = self.locked()
            current.drop_held()
            if not current.is_untouched:
                raise StateError
            for name, answer in answers.items():
                setattr(current, name, answer)
            current.assigned_forum = current.forum
            current.derive()
            current.version = F("version") + 1
            derived = ["assigned_forum", "state", "check_reason", "signature", "campaign"]
            current.save(update_fields=[*answers, *derived, "version"])

    def agree(self, wording: str | None) -> None:
        """Let the text be published by a wording (its version), or no longer (None).

        Possible at any time (GDPR, Article 7(3)), whatever was done with the submission.
        """
        agreed = wording is not None
        rows = Submission.objects.filter(pk=self.pk).exclude(publication_consent=agreed)
        consent = {"publication_consent": agreed, "wording_version": wording or ""}
        with transaction.atomic():
            if rows.update(version=F("version") + 1, **consent):
                ConsentTakenBack.objects.note(bytes(self.receipt_hash), agreed)

    @property
    def agreed_to(self) -> str:
        """The sentence about publishing that was agreed to; empty without consent."""
        return WORDINGS[self.wording_version] if self.publication_consent else ""

    def last_answer(self) -> str:
        """Return the answer in its newest version, also one that the citizen doesn't see yet."""
        last = self.steps.filter(verb__in=[ANSWER.verb, CORRECT.verb]).last()
        return last.text if last else ""

    @property
    def settled_reason(self) -> str:
        """Why staff had been asked to look, before somebody found it in order."""
        last = self.steps.filter(verb__in=[RELEASE.verb, RECHECK.verb]).last()
        return last.note if last and last.verb == RELEASE.verb else ""

    @property
    def is_not_urgent(self) -> bool:
        return not self.urgent

    def leaves_to(self, user: User, step: Step) -> bool:
        """Tell whether a step is somebody's: of what is urgent some are Leitung's alone."""
        return leads(user) or not (step.marks is False or (step.hands_on and self.urgent))

    def allows(self, step: Step) -> bool:
        """Tell whether a step is possible now."""
        # The state first: what a step needs may have to be looked up.
        return self.state in step.after and (not step.needs or bool(getattr(self, step.needs)))

    def take(
        self,
        step: Step,
        by: User | None = None,
        text: str = "",
        forum: Forum | None = None,
        held: Hold | None = None,
    ) -> ReviewStep:
        """Take a step that is possible now, and remember it; `by` nobody it is the citizen's.

        `forum` is where a step that moves leads; its text is then a note for staff. What is `held`
        the citizen sees later, and its author can take it back until then. Of two who come
        at the same moment, or with an old version, one wins. Raises StateError for the other;
        nothing is changed then.
        """
        if not self.allows(step) or (step.moves and forum in (None, self.assigned_forum)):
            raise StateError
        named = forum if step.moves else self.assigned_forum
        change: dict[str, Any] = {"state": step.leads_to or self.state}
        if step.moves:
            change["assigned_forum"] = forum
        note = text if step.notes else ""
        if step.clears:
            note, change[step.clears] = getattr(self, step.clears), ""
        if step.restores:
            change[step.restores] = getattr(self, step.needs)
        if step.marks is not None:
            change["urgent"] = step.marks
        with transaction.atomic():
            rows = Submission.objects.filter(pk=self.pk, state=self.state, version=self.version)
            if not rows.update(version=F("version") + 1, **change):
                raise StateError
            taken = self.steps.create(
                verb=step.verb,
                state=change["state"],
                by=by,
                forum=named if step.names_forum else None,
                text="" if step.notes else text,
                note=note,
            )
            if held:
                before: dict[str, Any] = {"state": self.state, "check_reason": self.check_reason}
                before["assigned_forum"] = self.assigned_forum
                self.held.create(step=taken, until=held.until, bulk=held.bulk, **before)
        self.now(change)
        return taken

    def now(self, change: dict[str, Any]) -> None:
        """Show what the database has after a change."""
        self.version += 1
        for name, value in change.items():
            setattr(self, name, value)

    def locked(self) -> "Submission":
        """Return the row as it is now; nobody else changes it until the transaction ends.

        Raises StateError if it is gone.
        """
        rows = Submission.objects.select_for_update().filter(pk=self.pk)
        row: Submission | None = rows.first()
        if row is None:
            raise StateError
        return row

    def take_back(self, step: ReviewStep) -> None:
        """Undo a step that is held: only its row stays, without words.

        The version goes on: a page that was opened meanwhile shows what isn't so any more. Raises
        StateError when its time is over or somebody has taken another step since.
        """
        with transaction.atomic():
            current = self.locked()
            last = current.steps.standing().last()
            held = current.held.running().filter(step=step).first()
            if held is None or last != step:
                raise StateError
            current.restore([held], TAKEN_BACK)

    def restore(self, held: Sequence[HeldStep], verb: str) -> None:
        """Make it as it was before some steps, the last ones.

        Nothing stands of them but that they were taken, and why they are none any more: their verb.
        """
        change: dict[str, Any] = {}
        for each in reversed(held):
            change |= each.before
            # What fell away leaves it urgent: a changed text may say so no more, and be it still.
            if verb == TAKEN_BACK and each.step.step.marks is not None:
                change["urgent"] = not each.step.step.marks
        keys = [each.pk for each in held]
        self.steps.filter(pk__in=keys).update(was=F("verb"), verb=verb, text="", note="")
        self.held.filter(pk__in=keys).delete()
        self.answer_drafts.filter(decided__in=keys).update(decided=0)
        rows = Submission.objects.filter(pk=self.pk)
        rows.update(version=F("version") + 1, **change)
        self.now(change)

    def drop_held(self) -> None:
        """Let what is held, and what is to be sent later, fall away; tell the authors.

        The citizen was quicker.
        """
        held = list(self.held.running().select_related("step__by"))
        planned = self.lost_answers()
        self.tell_authors([*lost_steps(held), *planned])
        if held:
            self.restore(held, FELL_AWAY)
        if planned:
            self.answer_drafts.update(send_at=None)

    def lost_answers(self) -> list[Lost]:
        """Return the answers that were to be sent later; their drafts stay."""
        planned = self.answer_drafts.filter(send_at__isnull=False).select_related("by")
        return [Lost(draft.by, draft.verb, draft.text) for draft in planned]

    def tell_authors(self, lost: Sequence[Lost], *, is_withdrawn: bool = False) -> None:
        """Keep for the authors of steps what fell away; of a withdrawn text no word, not whose."""
        LostStep.objects.bulk_create(
            LostStep(by=each.by, verb=each.verb)
            if is_withdrawn
            else LostStep(by=each.by, verb=each.verb, submission=self, text=each.text)
            for each in lost
        )

    def reply(self, text: str) -> None:
        """Take the citizen's reply to the question that the receipt shows. Raises StateError."""
        if not self.allows(REPLY):
            raise StateError
        with transaction.atomic():
            current = self.locked()
            current.drop_held()
            current.take(REPLY, text=text)

    def add_tag(self, name: str) -> int | None:
        """Give a word by which the responsible forum sorts; case or Unicode form make no other.

        Return the key of the row that joins both, None if it was given already. Raises StateError
        when no forum is responsible.
        """
        if self.assigned_forum is None:
            raise StateError
        every = self.assigned_forum.tags.all()
        known = next((tag for tag in every if folded(tag.name) == folded(name)), None)
        tag = known or self.assigned_forum.tags.create(name=name)
        given, is_new = Submission.tags.through.objects.get_or_create(submission=self, tag=tag)
        return given.pk if is_new else None

    def withdraw(self) -> None:
        """Delete the submission and its history; only the hash of its receipt stays.

        By the hash the receipt's link can say what happened, and an old check page can't bring
        the submission back.
        """
        with transaction.atomic():
            held = list(self.held.running().select_related("step__by"))
            lost = [*lost_steps(held), *self.lost_answers()]
            self.tell_authors(lost, is_withdrawn=True)
            Withdrawal.objects.get_or_create(receipt_hash=bytes(self.receipt_hash))
            self.delete()


class WithdrawalManager(models.Manager["Withdrawal"]):
    def for_receipt(self, receipt_code: str) -> "Withdrawal | None":
        """Return what is left of the submission that a receipt code opened."""
        return self.filter(receipt_hash=receipt_hash(receipt_code)).first()

    def leave_of_sorted_out(self, rows: SubmissionQuerySet) -> None:
        """Leave the traces of what is deleted because staff had sorted it out."""
        hashes = rows.order_by().values_list("receipt_hash", flat=True)
        traces = [Withdrawal(receipt_hash=bytes(each), was_sorted_out=True) for each in hashes]
        self.bulk_create(traces, ignore_conflicts=True)


class Withdrawal(models.Model):
    """The trace of a deleted submission: that it existed, when it was deleted, and why.

    Whoever sent it withdrew it, or staff had sorted it out.
    """

    receipt_hash = models.BinaryField("Prüfwert des Belegs", max_length=32, primary_key=True)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)
    was_sorted_out = models.BooleanField("Aussortiert", default=False, db_default=False)

    objects = WithdrawalManager()

    class Meta:
        verbose_name = "Rücknahme"
        verbose_name_plural = "Rücknahmen"

    def __str__(self) -> str:
        return f"Rücknahme vom {self.day:%d.%m.%Y}"


class ConsentTakenBackManager(models.Manager["ConsentTakenBack"]):
    def note(self, hashed: bytes, agreed: bool) -> None:
        """Remember a consent that was taken back, or forget it if it was given again."""
        if agreed:
            self.filter(receipt_hash=hashed).delete()
        else:
            self.bulk_create([ConsentTakenBack(receipt_hash=hashed)], ignore_conflicts=True)


class ConsentTakenBack(models.Model):
    """That somebody took the consent to publish back: a restored backup still has the consent."""

    receipt_hash = models.BinaryField("Prüfwert des Belegs", max_length=32, primary_key=True)
    day = models.DateField("Tag", default=timezone.localdate, editable=False)

    objects = ConsentTakenBackManager()

    class Meta:
        verbose_name = "Zurückgenommene Einwilligung"
        verbose_name_plural = "Zurückgenommene Einwilligungen"

    def __str__(self) -> str:
        return f"Zurückgenommene Einwilligung vom {self.day:%d.%m.%Y}"


class Tag(models.Model):
    """A word by which a forum sorts its submissions."""

    forum = models.ForeignKey(
        Forum, verbose_name="Themenforum", on_delete=models.CASCADE, related_name="tags"
    )
    name = models.CharField("Schlagwort", max_length=40)

    class Meta:
        verbose_name = "Schlagwort"
        verbose_name_plural = "Schlagworte"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("name"),
                "forum",
                name="tag_once_in_a_forum",
                violation_error_message="Dieses Schlagwort gibt es in dem Themenforum schon.",
            )
        ]

    def __str__(self) -> str:
        return self.name
