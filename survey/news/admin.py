"""News: write, preview, try out, publish, see how far the sending is; and the addresses."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.views.decorators.http import require_http_methods, require_safe

from forums.models import Forum
from ruhrdialog.lib import content_security
from ruhrdialog.lib.content_security import SELF, UNSAFE_INLINE
from ruhrdialog.lib.editing import LIMITED_TEXTS, TextAdmin
from ruhrdialog.lib.lists import AddressSearch, HouseAdmin
from ruhrdialog.lib.smtp.trouble import UnknownEndError
from ruhrdialog.lib.staff import member
from survey.news.mail_server import MailServer
from survey.news.mails import update_mail
from survey.news.models import Delivery, PromiseError, Subscription, Update
from survey.news.proof_desk import proof_page
from survey.news.proofs import Wording
from survey.news.publishing import go_on, publish

TOO_MANY_NEWS = (
    "In diesem Monat sind schon so viele Neuigkeiten hinausgegangen, wie wir höchstens versprochen "
    "haben. Die Neuigkeit bleibt ein Entwurf; bitte veröffentlichen Sie sie im nächsten Monat."
)
NOTHING_UNCLEAR = "Es gibt keine E-Mails, bei denen unklar ist, ob sie angekommen sind."


@admin.register(Update)
class UpdateAdmin(TextAdmin):
    list_display = ["title", "published_at", "published_by"]
    sortable_by = ("title", "published_at")  # not by colleague (LPVG NRW § 72(3))
    list_filter = ["topics"]
    search_fields = ["title", "text"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "topics", "text"]

    def reversion_register(self, model: type, **options: Any) -> None:
        """Leave out when it was published: what was deleted comes back as a draft."""
        super().reversion_register(model, exclude=["published_at", "published_by"], **options)

    def get_readonly_fields(self, request: HttpRequest, obj: Update | None = None) -> list[str]:
        """Keep what links and mails say already."""
        return ["slug", "topics"] if obj and obj.published_at else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Update | None = None
    ) -> dict[str, Any]:
        return {} if self.get_readonly_fields(request, obj) else self.prepopulated_fields

    def view_on_site(self, obj: Update) -> str | None:
        """Return the public page; a draft has none."""
        return obj.get_absolute_url() if obj.published_at else None

    def formfield_for_manytomany(self, *args: Any, **options: Any) -> Any:
        return super().formfield_for_manytomany(
            *args, **options, widget=forms.CheckboxSelectMultiple
        )

    def get_urls(self) -> list[URLPattern]:
        pages = [
            ("senden", require_http_methods(["GET", "HEAD", "POST"])(self.send)),
            ("vorschau", require_safe(self.preview)),
            ("vorschau/mail", require_safe(self.preview_mail)),
            ("vorschau/text", require_safe(self.preview_text)),
        ]
        own = [
            path(
                f"<int:pk>/{address}/",
                self.admin_site.admin_view(view),
                name=f"survey_update_{address.replace('/', '_')}",
            )
            for address, view in pages
        ]
        return [*own, *super().get_urls()]

    def find(self, request: HttpRequest, pk: int) -> Update:
        """Return an update that the user may change. Raises Http404 or PermissionDenied."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Update, pk=pk)

    # Looking at it

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "survey/update.html", {"update": self.find(request, pk)})

    def preview_mail(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the mail's HTML, which has its styles inside: mail programs load none."""
        html, _ = update_mail(self.find(request, pk), None).alternatives[0]
        policy = content_security.policy({"style-src": [SELF, UNSAFE_INLINE]})
        return HttpResponse(html, headers={content_security.HEADER: policy})

    def preview_text(self, request: HttpRequest, pk: int) -> HttpResponse:
        text = update_mail(self.find(request, pk), None).body
        return HttpResponse(text, content_type="text/plain; charset=utf-8")

    # Sending it

    def send(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show how many will get it or have got it; POST does what the pressed button says."""
        update = self.find(request, pk)
        if request.method == "POST":
            verbs = {
                "test": self.send_test,
                "publish": self.publish,
                "go_on": self.go_on,
                "resend_unclear": self.resend_unclear,
                "settle_unclear": self.settle_unclear,
            }
            if verb := verbs.get(request.POST.get("verb", "")):
                verb(request, update)
            return redirect("admin:survey_update_senden", pk)
        page = {
            **self.admin_site.each_context(request),
            "title": "Vorschau und Senden",
            "opts": self.opts,
            "update": update,
            "promised": settings.NEWS_PER_MONTH,
            "this_month": Update.objects.published_this_month().count(),
            "recipients": update.recipients().count(),
            "progress": update.progress() if update.published_at else None,
            "mail_server": MailServer.objects.state(),
        }
        return render(request, "admin/survey/update/send.html", page)

    def send_test(self, request: HttpRequest, update: Update) -> None:
        """Send the mail to who asks, at once, and say whether the mail server took it."""
        if not member(request).email:
            messages.error(request, "In Ihrem Benutzerkonto steht keine E-Mail-Adresse.")
            return
        message = update_mail(update, None)
        message.to = [member(request).email]
        message.subject = f"Test: {message.subject}"
        try:
            message.send()
        except UnknownEndError as error:
            messages.warning(request, str(error))
        except OSError as error:
            messages.error(request, f"Der Mailserver hat die Testmail nicht genommen: {error}")
        else:
            messages.success(request, f"Die Testmail ist an {member(request).email} unterwegs.")

    def publish(self, request: HttpRequest, update: Update) -> None:
        try:
            published = publish(update, member(request))
        except PromiseError:
            messages.error(request, TOO_MANY_NEWS)
            return
        if published:
            self.log_change(request, update, "Veröffentlicht und gesendet.")
            messages.success(request, "Die Neuigkeit ist öffentlich und wird gesendet.")
        else:
            messages.warning(request, "Die Neuigkeit war schon veröffentlicht.")

    def go_on(self, request: HttpRequest, update: Update) -> None:
        """Queue the sending, if anything is left to be sent: recipients are found by the job."""
        if go_on(update):
            messages.success(request, "Das Senden geht weiter.")
        else:
            messages.warning(request, "Es ist nichts zu senden.")

    def resend_unclear(self, request: HttpRequest, update: Update) -> None:
        if number := update.deliveries.unclear().put_back():
            self.log_change(request, update, f"{number} unklare noch einmal gesendet.")
            self.go_on(request, update)
        else:
            messages.warning(request, NOTHING_UNCLEAR)

    def settle_unclear(self, request: HttpRequest, update: Update) -> None:
        if number := update.deliveries.unclear().update(state=Delivery.State.SENT):
            self.log_change(request, update, f"{number} unklare als gesendet angesehen.")
            shown = number_format(number, force_grouping=True)
            messages.success(request, f"Als gesendet angesehen: {shown}.")
        else:
            messages.warning(request, NOTHING_UNCLEAR)


class DeliveryInline(admin.TabularInline[Delivery, Subscription]):
    model = Delivery
    fields = readonly_fields = ("update", "state", "marked_at", "reason", "bounced")
    formfield_overrides = LIMITED_TEXTS
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return False


def day_of(name: str) -> Any:
    """Return a column with the day of a time: the night leaves no more of it."""

    field: Any = Subscription._meta.get_field(name)

    @admin.display(description=field.verbose_name, ordering=name)
    def day(subscription: Subscription) -> str | None:
        moment = getattr(subscription, name)
        return moment and date_format(timezone.localtime(moment))

    return day


@admin.register(Subscription)
class SubscriptionAdmin(AddressSearch, HouseAdmin, admin.ModelAdmin[Subscription]):
    list_display = ["address", day_of("requested_at"), day_of("confirmed_at")]
    list_filter = [("confirmed_at", admin.EmptyFieldListFilter), "deliveries__state"]
    search_fields = ["address"]
    search_help_text = "Adresse oder ein Teil davon"
    fields = readonly_fields = (
        "address",
        "wording_version",
        "shown_wording",
        day_of("requested_at"),
        day_of("confirmed_at"),
        day_of("mailed_at"),
        "shown_topics",
        "bounced_on",
    )
    inlines = [DeliveryInline]

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "nachweis/", self.admin_site.admin_view(proof_page), name="survey_subscription_proof"
        )
        return [page, *super().get_urls()]

    @admin.display(description="Wortlaut der Einwilligung")
    def shown_wording(self, subscription: Subscription) -> str | None:
        wordings = Wording.objects.filter(pk=subscription.wording_version)
        return wordings.values_list("text", flat=True).first()

    @admin.display(description="Themen")
    def shown_topics(self, subscription: Subscription) -> str:
        forums = Forum.objects.filter(pk__in=subscription.topics)
        return ", ".join(forum.title for forum in forums) or "alle"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return False
