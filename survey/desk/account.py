"""What somebody sets for the own account: who looks after the work, and the weekly mail."""

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from ruhrdialog.lib.staff import member
from survey.desk.covers import Cover, CoverQuerySet
from survey.desk.forms import CoverForm
from survey.desk.pages import number
from survey.desk.weekly import WeeklyMail


@require_http_methods(["GET", "HEAD", "POST"])
def account_page(request: HttpRequest) -> HttpResponse:
    """Show what is set; a POST changes one thing."""
    user = member(request)
    if not user.has_perm("survey.review_submission"):
        raise PermissionDenied
    if request.method != "POST":
        return show(request, user, CoverForm(user))
    if "mail" in request.POST:
        wanted = request.POST["mail"] == "on"
        WeeklyMail.objects.want(user, wanted=wanted)
        messages.success(request, "Wochenmail eingeschaltet." if wanted else "Wochenmail aus.")
    elif "end" in request.POST:
        get_object_or_404(set_by(user), pk=number(request.POST["end"])).delete()
        messages.success(request, "Vertretung gelöscht.")
    else:
        form = CoverForm(user, request.POST)
        if not form.is_valid():
            return show(request, user, form)
        form.save()
        messages.success(request, "Vertretung gespeichert.")
    return redirect("admin:own_account")


def set_by(user: User) -> CoverQuerySet:
    """Return whose cover somebody may end: the own one, or (Leitung) each."""
    leads = user.has_perm("auth.change_user")
    return Cover.objects.all() if leads else Cover.objects.filter(person=user)


def show(request: HttpRequest, user: User, form: CoverForm) -> HttpResponse:
    own = Q(pk__in=set_by(user))
    covers = Cover.objects.filter(own | Q(colleague=user)).select_related("person", "colleague")
    page = {
        **admin.site.each_context(request),
        "title": "Vertretung und Wochenmail",
        "form": form,
        "covers": covers,
        "ends": set(set_by(user).values_list("pk", flat=True)),
        "wants_mail": WeeklyMail.objects.is_wanted_by(user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "admin/survey/account.html", page, status=status)
