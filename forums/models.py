"""The 20 Themenforen of the Ruhr-Konferenz, their ministries and moderators."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import StrIndex
from django.urls import reverse

from ruhrdialog.lib.remembered import Remembered


class BySlug(models.Manager[Any]):
    """Let fixtures name a row by its slug, so that they hold no numbers of a database."""

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


class Ministry(models.Model):
    """The ministry that is responsible for a forum; its members are the staff who review."""

    name = models.CharField("Name", max_length=200, unique=True)
    slug = models.SlugField("Adresse", unique=True, help_text="Steht im Filter der Themenforen.")
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="Beschäftigte", related_name="ministries", blank=True
    )
    answer_days = models.PositiveIntegerField(
        "Antwort innerhalb von Tagen",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Steht als Zusage auf jedem Beleg. Leer: Es ist nichts zugesagt.",
    )
    due_days = models.PositiveIntegerField(
        "Frist im Haus, in Tagen",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Sehen nur Beschäftigte, an Beiträgen ohne Antwort. Leer: Es gilt die Zusage auf "
        "dem Beleg, wenn es eine gibt.",
    )
    approves_answers = models.BooleanField(
        "Antworten brauchen eine Freigabe",
        default=False,
        db_default=False,
        help_text="Antworten und berichtigte Antworten gehen dann erst hinaus, wenn eine zweite "
        "Person sie freigegeben hat.",
    )
    approvers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name="Geben Antworten frei",
        related_name="+",
        blank=True,
        help_text="Auch in Vertretung: Es genügt, wenn eine Person freigibt. Die Leitung kann es "
        "immer, niemand beim eigenen Text.",
    )

    objects = BySlug()

    class Meta:
        verbose_name = "Ministerium"
        verbose_name_plural = "Ministerien"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def days_to_answer(self) -> int | None:
        """Within how many days staff should answer; nothing is later than what is promised."""
        return min(filter(None, [self.due_days, self.answer_days]), default=None)


class ForumQuerySet(models.QuerySet[Any]):
    def of_member(self, user: User) -> "ForumQuerySet":
        """Return the forums of the ministries to which a member of staff belongs."""
        return self.filter(ministry__members=user)


class Group(models.TextChoices):
    """What the forums are about, in the order in which they stand everywhere."""

    COMMUNITY = "community", "Zusammenleben"
    ECONOMY = "economy", "Arbeit, Wirtschaft, Gesundheit"
    EDUCATION = "education", "Bildung und Wissenschaft"
    ENVIRONMENT = "environment", "Wohnen, Verkehr, Umwelt"
    CULTURE = "culture", "Kultur, Sport, Welt"


class Forum(models.Model):
    """One of the 20 Themenforen."""

    slug = models.SlugField(
        "Adresse", unique=True, help_text="Bleibt, wie sie ist: Links zeigen darauf."
    )
    title = models.CharField("Kurztitel", max_length=60, unique=True)
    group = models.CharField("Gruppe", max_length=20, choices=Group)
    question = models.CharField("Leitfrage", max_length=300)
    goals = models.TextField("Ziele")
    about = models.TextField(
        "Worum geht es?",
        blank=True,
        default="",
        db_default="",
        help_text="Ein einfacher Satz in eigenen Worten. Er steht über dem Text der "
        "Landesregierung.",
    )
    keywords = models.TextField(
        "Stichwörter",
        blank=True,
        default="",
        db_default="",
        help_text="Mit diesen Wörtern findet man das Themenforum. 15 bis 30 Zeilen, die "
        "wichtigsten zuerst. Eine Zeile beginnt mit dem Stichwort; nach einem Doppelpunkt "
        "stehen, mit Kommas getrennt, andere Wörter dafür. Beispiel: „Bahn: Zug, Tram, "
        "Bahnhof“. Mehrzahl und zusammengesetzte Wörter findet die Suche meist selbst.",
    )
    ministry = models.ForeignKey(
        Ministry,
        verbose_name="Verantwortliches Ministerium",
        on_delete=models.PROTECT,
        related_name="forums",
    )
    position = models.PositiveSmallIntegerField("Reihenfolge")  # inside of its group

    objects = BySlug.from_queryset(ForumQuerySet)()

    class Meta:
        verbose_name = "Themenforum"
        verbose_name_plural = "Themenforen"
        # The one order in which topics stand anywhere: by group, as the survey asks for them.
        ordering = [StrIndex(models.Value(" ".join(Group.values)), "group"), "position", "title"]
        # The ministry decides who reads the submissions.
        permissions = [("assign_forum", "Kann das verantwortliche Ministerium ändern")]
        constraints = [
            models.CheckConstraint(
                name="forum_group_known",
                condition=models.Q(
                    group__in=["community", "economy", "education", "environment", "culture"]
                ),
                violation_error_message="Diese Gruppe gibt es nicht.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forums:detail", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


# Without the keywords: most pages of the portal name all forums.
every_forum = Remembered(
    lambda: list(Forum.objects.select_related("ministry").defer("keywords")), seconds=1
)
findable = Remembered(lambda: list(Forum.objects.select_related("ministry")), seconds=10)


class ContentDate(models.Model):
    """Of when the authority's texts are: one row, in words, since only the year is known."""

    text = models.CharField("Stand", max_length=40, help_text="Zum Beispiel: November 2018")

    class Meta:
        verbose_name = "Stand der Inhalte"
        verbose_name_plural = "Stand der Inhalte"
        constraints = [
            models.CheckConstraint(
                name="content_date_one_row",
                condition=models.Q(pk=1),
                violation_error_message="Den Stand der Inhalte gibt es schon.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Moderator(models.Model):
    """A person who leads a forum; name and office stand as the authority wrote them."""

    forum = models.ForeignKey(
        Forum, verbose_name="Themenforum", on_delete=models.CASCADE, related_name="moderators"
    )
    name = models.CharField("Name mit Titel", max_length=120)
    office = models.CharField("Amt oder Funktion", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("Reihenfolge")

    class Meta:
        verbose_name = "Moderatorin oder Moderator"
        verbose_name_plural = "Moderation"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="moderator_position_once",
                fields=["forum", "position"],
                violation_error_message="Diese Stelle in der Reihenfolge ist schon vergeben.",
            )
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.office]))
