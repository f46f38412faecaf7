"""What is written down of logins, factors, passwords, rights, exports, imports and erasures."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from forums.models import Forum, Ministry
from ruhrdialog.models import Event
from survey.news.models import Subscription
from survey.upkeep.retention import delete_outdated
from tests.ruhrdialog.test_accounts import PASSWORD, choose_own, log_in

pytestmark = pytest.mark.django_db
DESK = "/verwaltung/survey/submission/"


@pytest.fixture(autouse=True)
def nothing_yet(db):
    cache.clear()


@pytest.fixture
def written(db):
    """Return a function that tells what was written since: who, what, whom, detail."""
    Event.objects.all().delete()

    def rows():
        fields = ("by__username", "what", "about__username", "detail")
        return list(Event.objects.order_by("pk").values_list(*fields))

    return rows


@pytest.fixture
def nora(django_user_model):
    return django_user_model.objects.create_user("nora", password=PASSWORD, is_staff=True)


def test_a_login_and_a_failed_one(nora, client, written):
    log_in(client, "wrong", "nora")
    log_in(client, PASSWORD, "nora")
    assert written() == [(None, "refused", "nora", ""), ("nora", "login", None, "")]


def test_a_name_that_nobody_has_is_not_kept_for_it_may_be_a_password(client, written):
    log_in(client, "wrong", PASSWORD)
    assert written() == [(None, "refused", None, "Unbekannter Name")]


def test_a_wrong_code_and_the_factors(nora, client, written, django_capture_on_commit_callbacks):
    log_in(client, PASSWORD, "nora")
    page = "/verwaltung/konto/zweiter-faktor/totp/"
    client.post("/verwaltung/konto/reauthenticate/", {"password": PASSWORD})
    client.get(f"{page}activate/")
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{page}activate/", {"code": code})
    log_in(other := Client(), PASSWORD, "nora")
    other.post("/verwaltung/konto/zweiter-faktor/authenticate/", {"code": "wrong"})
    client.post(f"{page}deactivate/")
    assert written()[1:] == [
        ("nora", "factor", None, "Eingerichtet: totp"),
        ("nora", "factor", None, "Eingerichtet: recovery_codes"),
        (None, "refused", "nora", "Zweiter Faktor"),
        ("nora", "factor", None, "Entfernt: totp"),
        ("nora", "factor", None, "Entfernt: recovery_codes"),
    ]


def test_a_changed_password(nora, client, written):
    log_in(client, PASSWORD, "nora")
    choose_own(client, PASSWORD)
    assert written()[1:] == [("nora", "password", None, "Selbst geändert")]


def test_a_reset_names_both(staff, nora, lea, written):
    otto = staff("otto", "Leitung")
    Event.objects.all().delete()
    TOTP.activate(nora, generate_totp_secret())
    page = f"/verwaltung/auth/user/{nora.pk}/password/"
    lea.post(page)
    otto.post(page, {"new_password1": PASSWORD + "!", "new_password2": PASSWORD + "!"})
    assert written() == [
        ("lea", "password", "nora", "Zurücksetzen beantragt"),
        ("otto", "password", "nora", "Zurückgesetzt"),
        ("otto", "factor", "nora", "Zurückgesetzt"),
    ]


def test_accounts_and_roles(nora, lea, written):
    Event.objects.all().delete()
    page = f"/verwaltung/auth/user/{nora.pk}/change/"
    review = Group.objects.get(name="Prüfung").pk
    lea.post(page, {"username": "nora", "is_active": "on", "groups": [review]})
    lea.post(page, {"username": "nora"})
    assert written() == [
        ("lea", "rights", "nora", "Gruppe Prüfung: dazu"),
        ("lea", "rights", "nora", "Konto geschlossen"),
        ("lea", "rights", "nora", "Gruppe Prüfung: nicht mehr"),
    ]


def test_members_of_a_ministry_from_both_sides(nora, lea, written):
    Event.objects.all().delete()
    ministry = Ministry.objects.get(slug="verkehr")
    page = f"/verwaltung/forums/ministry/{ministry.pk}/change/"
    lea.post(page, {"members": [nora.pk]})
    nora.ministries.clear()  # as the operator would
    assert written() == [
        ("lea", "rights", "nora", f"{ministry}: dazu"),
        (None, "rights", "nora", f"{ministry}: nicht mehr"),
    ]


def test_who_approves_the_answers_of_a_ministry(nora, lea, written):
    nora.groups.add(Group.objects.get(name="Prüfung"))
    ministry = Ministry.objects.get(slug="verkehr")
    ministry.members.add(nora)
    Event.objects.all().delete()
    page = f"/verwaltung/forums/ministry/{ministry.pk}/change/"
    lea.post(page, {"members": [nora.pk], "approves_answers": "on", "approvers": [nora.pk]})
    lea.post(page, {"members": [nora.pk]})
    ministry.approvers.add(nora)
    ministry.approvers.clear()
    words = f"Freigabe von Antworten, {ministry}"
    assert written() == [
        ("lea", "rights", None, f"{words}: nötig"),
        ("lea", "rights", "nora", f"{words}: dazu"),
        ("lea", "rights", None, f"{words}: nicht mehr nötig"),
        ("lea", "rights", "nora", f"{words}: nicht mehr"),
        (None, "rights", "nora", f"{words}: dazu"),
        (None, "rights", "nora", f"{words}: nicht mehr"),
    ]


def test_the_ministry_of_a_forum(lea, verkehr, written):
    Event.objects.all().delete()
    justice = Ministry.objects.get(slug="justiz")
    lea.post(f"/verwaltung/forums/forum/{verkehr.pk}/ministerium/", {"ministry": justice.pk})
    assert Forum.objects.get(slug="verkehr").ministry == justice
    assert written() == [("lea", "rights", None, f"Themenforum Verkehr: {justice}")]


def test_exports_without_the_words_that_were_searched_for(vera, submit, written):
    Event.objects.all().delete()
    submit(reason="Geheimwort")
    vera.post(f"{DESK}export/csv/?q=Geheimwort")
    assert written() == [("vera", "export", None, "csv: 1")]


def test_imports_on_the_page_and_by_command(lea, written, tmp_path):
    Event.objects.all().delete()
    table = "Thema;Begründung\nVerkehr;Zu voll\n"
    file = SimpleUploadedFile("a.csv", table.encode())
    shown = lea.post(f"{DESK}einlesen/", {"file": file, "source": "paper"})
    lea.post(f"{DESK}einlesen/", {"table": shown.context["carried"]})
    path = tmp_path / "b.csv"
    path.write_text(table.replace("voll", "leer"))
    call_command("import_submissions", str(path), "--yes")
    assert written() == [
        ("lea", "import", None, "Beiträge: 1"),
        (None, "import", None, "Beiträge: 1"),
    ]


def test_erasures_one_and_many(dana, submit, written):
    Event.objects.all().delete()
    rows = [submit(reason="Geheimwort") for _ in range(3)]
    dana.post(f"{DESK}{rows[0].pk}/delete/", {"post": "yes"})
    chosen = [row.pk for row in rows[1:]]
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    dana.post(f"{DESK}?arbeit=alle", data)
    Subscription.objects.request("name@example.org")
    address = Subscription.objects.get()
    dana.post(f"/verwaltung/survey/subscription/{address.pk}/delete/", {"post": "yes"})
    assert [detail for *_, detail in written()] == [
        "Beitrag: 1",
        "Beitrag: 2",
        f"{Subscription._meta.verbose_name}: 1",
    ]


def test_they_go_after_90_days_exports_and_erasures_after_two_years(reviewer, written):
    now = timezone.now()

    def left(days):
        Event.objects.all().delete()
        for what in Event.What:
            Event.objects.create(what=what, by=reviewer, at=now - timedelta(days=days))
        delete_outdated()
        return set(Event.objects.values_list("what", flat=True))

    assert left(89) == set(Event.What.values)
    assert left(91) == {"export", "erasure"}
    assert left(731) == set()


@pytest.fixture
def some_of_each_kind(vera, lea, written):
    for what in Event.What:
        Event.objects.write(what, lea.user, f"von lea: {what}")
        Event.objects.write(what, lea.user, f"an vera: {what}", vera.user)
        Event.objects.write(what, vera.user, f"von vera: {what}")


WORK = {"rights", "export", "import", "erasure"}
LOGINS = {"login", "refused", "factor", "password"}


@pytest.mark.parametrize(("name", "seen"), [("lea", WORK), ("dana", WORK | LOGINS)])
def test_the_log_shows_each_role_its_kinds(request, some_of_each_kind, name, seen):
    client = request.getfixturevalue(name)
    page = "/verwaltung/ruhrdialog/event/"
    assert {event.what for event in client.get(page).context["cl"].result_list} == seen
    offered = client.get(f"{page}?was=login")
    assert offered.status_code == (200 if name == "dana" else 400)
    hidden = Event.objects.filter(what="login").first()
    assert client.get(f"{page}{hidden.pk}/change/").status_code == (200 if name == "dana" else 302)


def test_nobody_is_counted_or_ordered_by_in_the_log(dana, some_of_each_kind):
    changelist = dana.get("/verwaltung/ruhrdialog/event/").context["cl"]
    assert changelist.sortable_by == ["at"]
    assert [spec.parameter_name for spec in changelist.filter_specs] == ["was"]
    assert changelist.search_fields == ()


def test_each_sees_the_own_logins_of_ninety_days_and_nobody_else_s(vera, some_of_each_kind):
    old = Event.objects.write(Event.What.LOGIN, vera.user, "lange her")
    Event.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=91))
    events = vera.get("/verwaltung/anmeldungen/").context["events"]
    assert {event.detail for event in events} == {
        f"{who} vera: {what}" for who in ("von", "an") for what in LOGINS
    }
