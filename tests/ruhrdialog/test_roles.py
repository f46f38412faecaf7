"""Who may do what: each role on each page of the administration, with own rows and foreign ones."""

import pytest
from django.apps.registry import Apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.urls import reverse

from forums.models import Forum, Ministry
from ruhrdialog import roles
from survey.submissions.history import ReviewStep
from survey.submissions.models import Submission
from survey.submissions.steps import REASSIGN
from survey.transfer.models import ExportRecord
from tests.ruhrdialog.rows import SECRET, rows_of_each_model
from tests.ruhrdialog.test_role_table import RIGHTS

pytestmark = pytest.mark.django_db
DESK = "/verwaltung/survey/submission/"
CAST = ["vera", "jan", "lea", "rita", "dana"]


@pytest.fixture
def cast(vera, jan, lea, rita, dana):
    return {"vera": vera, "jan": jan, "lea": lea, "rita": rita, "dana": dana}


@pytest.fixture
def rows(submit, cast):
    return rows_of_each_model(submit)


def held():
    """Return what each group may do: app label and codename."""
    fields = ("content_type__app_label", "codename")
    return {
        group.name: set(group.permissions.values_list(*fields)) for group in Group.objects.all()
    }


def of_the_table():
    return {role: set(roles.rights_of(role)) for role in roles.ROLES}


def migrate():
    call_command("migrate", verbosity=0)


def test_each_role_has_the_rights_of_the_table():
    assert sum(map(len, of_the_table().values())) > 40
    assert held() == of_the_table()


def test_migrate_gives_them_where_neither_roles_nor_permissions_are():
    Group.objects.all().delete()
    Permission.objects.all().delete()
    migrate()
    assert held() == of_the_table()


def test_a_right_that_is_taken_from_the_table_is_gone_after_migrate(monkeypatch):
    monkeypatch.setitem(roles.ROLES, "Leitung", {"survey.tag": ("view",)})
    migrate()
    assert held()["Leitung"] == {("survey", "view_tag")}


def test_a_group_made_by_hand_stays_as_it_is():
    group = Group.objects.create(name="Presse")
    group.permissions.set(Permission.objects.filter(codename="view_submission"))
    migrate()
    assert held() == of_the_table() | {"Presse": {("survey", "view_submission")}}


def test_a_second_migrate_changes_nothing(django_assert_num_queries):
    def rows():
        return list(Group.permissions.through.objects.order_by("pk").values())

    before = rows()
    migrate()
    assert rows() == before
    with django_assert_num_queries(5):  # three, and the two of a transaction
        roles.apply_roles()


def test_what_is_migrated_before_there_are_groups_gives_no_rights(django_assert_num_queries):
    with django_assert_num_queries(0):
        roles.apply_roles(apps=Apps())


@pytest.mark.parametrize("name", CAST)
def test_who_may_not_delete_deletes_nothing(cast, rows, name):
    client = cast[name]
    for label, row in rows.items():
        role = {"vera": "P", "jan": "P", "lea": "L", "rita": "R", "dana": "D"}[name]
        if "d" in RIGHTS[label].get(role, ""):
            continue
        base = f"/verwaltung/{label.replace('.', '/')}/"
        client.post(f"{base}{row.pk}/delete/", {"post": "yes"})
        client.post(base, {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
        assert type(row).objects.filter(pk=row.pk).exists(), label


def test_a_campaign_of_foreign_submissions_is_not_there(jan, vera, rows):
    page = f"/verwaltung/survey/campaign/{rows['survey.campaign'].pk}/change/"
    assert vera.get(page).status_code == 200
    assert jan.get(page).status_code == 302
    assert jan.get("/verwaltung/survey/campaign/").context["cl"].result_count == 0


@pytest.mark.parametrize("name", CAST)
def test_an_address_appears_to_data_protection_only(cast, rows, name):
    client = cast[name]
    for label, row in rows.items():
        base = f"/verwaltung/{label.replace('.', '/')}/"
        for page in ("", "?q=name", f"{row.pk}/change/", f"{row.pk}/history/"):
            text = client.get(base + page, follow=True).content.decode()
            assert SECRET not in text or name == "dana", base + page


# Rows outside the own rights


@pytest.fixture
def foreign(submit):
    """A submission that isn't Justiz's, with a step and a tag."""
    row = submit(reason="Geheimwort", proposal="Geheimplan")
    row.add_tag("Geheimtag")
    return row


def test_a_foreign_row_is_not_listed_counted_found_or_guessed(jan, foreign):
    queries = [
        *("arbeit=alle", "q=Geheimwort", f"q={foreign.reference}", "reason__startswith=G"),
        *(f"id__exact={foreign.pk}", "state__exact=received", "vorschlag=ja", "_facets=True"),
        f"day__gte={foreign.day}",
        f"schlagwort={foreign.tags.get().pk}",
        f"arbeit=alle&assigned_forum__id__exact={foreign.forum_id}",
    ]
    for query in queries:
        response = jan.get(f"{DESK}?{query}", follow=True)
        text = response.content.decode()
        assert "Geheim" not in text.replace("q=Geheimwort", "").replace(
            "q%3DGeheimwort", ""
        ).replace('value="Geheimwort"', "")
        if "cl" in (response.context or {}):
            assert response.context["cl"].result_count == 0, query
            assert response.context["cl"].full_result_count in (0, None)


def test_related_lookups_are_no_oracle(vera, submit):
    submit(reason="a")
    for query in ("steps__text__contains=a", "assigned_forum__ministry__members__password=a"):
        assert vera.get(f"{DESK}?{query}").status_code == 400


def test_a_foreign_row_does_not_open(jan, foreign):
    for page in ("change", "history", "delete"):
        assert jan.get(f"{DESK}{foreign.pk}/{page}/").status_code in (302, 403)
    assert "Geheim" not in jan.get(f"{DESK}drucken/?arbeit=alle").content.decode()


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_foreign_row_is_not_exported(jan, foreign, kind):
    response = jan.post(f"{DESK}export/{kind}/?arbeit=alle")
    assert b"Geheim" not in b"".join(response.streaming_content)
    assert ExportRecord.objects.get().number == 0


def test_no_step_is_taken_on_a_foreign_row(jan, foreign):
    jan.post(f"{DESK}{foreign.pk}/change/", {"step": "read", "read-version": 0})
    for action in ("read_many", "hand_over_many", "sort_out_many"):
        jan.post(DESK, {"action": action, "_selected_action": foreign.pk, "asked": 1}, follow=True)
    assert not ReviewStep.objects.exists()


def test_a_row_that_was_moved_away_is_not_worked_on(vera, submit):
    row = submit(reason="a")
    row.take(REASSIGN, vera.user, "a", Forum.objects.get(slug="rechtsstaat"))
    data = {"action": "read_many", "_selected_action": row.pk}
    response = vera.post(f"{DESK}?arbeit=alle", data, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert said == ["Erledigt: 0.", "Nicht in Ihrer Zuständigkeit: 1."]
    row.refresh_from_db()
    assert row.state == "received"


def test_the_start_page_counts_the_own_work_only(vera, jan, lea, submit):
    submit(reason="a")
    submit(other_topic="Spielplätze")
    submit()
    assert [row["unread"] for row in vera.get("/verwaltung/").context["work"]] == [1]
    assert list(jan.get("/verwaltung/").context["work"]) == []
    titles = [row["assigned_forum__title"] for row in lea.get("/verwaltung/").context["work"]]
    assert titles == [None, "Verkehr"]


@pytest.mark.parametrize(
    ("field", "model"), [("submission", "reviewstep"), ("by", "note"), ("forum", "submission")]
)
def test_the_search_of_related_fields_tells_nothing(jan, foreign, field, model):
    query = f"?app_label=survey&model_name={model}&field_name={field}&term=Geheim"
    response = jan.get(reverse("admin:autocomplete") + query)
    assert response.status_code == 403 or response.json()["results"] == []


def test_who_belongs_to_no_ministry_reviews_nothing(staff, submit):
    submit(reason="a")
    nobody = staff("nobody", "Prüfung")
    assert nobody.get(f"{DESK}?arbeit=alle").context["cl"].result_count == 0


# Erasing


def test_data_protection_erases_and_the_receipt_says_so(dana, client, submit):
    from ruhrdialog.lib.codes import random_code

    code = random_code()
    row = submit(code, reason="Zu persönlich")
    assert dana.post(f"{DESK}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Submission.objects.exists()
    assert "Zurückgezogen und gelöscht" in client.get(f"/beleg/{code}/").content.decode()
    assert "Zu persönlich" not in str(list(LogEntry.objects.values()))


def test_data_protection_reviews_nothing(dana, submit):
    row = submit(reason="a")
    page = f"{DESK}{row.pk}/change/"
    assert 'name="step"' not in dana.get(page).content.decode()
    assert dana.post(page, {"step": "read", "read-version": 0}).status_code == 403


# Staff


def test_leadership_makes_staff_but_raises_nobody_above_itself(lea, dana, administrator):
    form = lea.get("/verwaltung/auth/user/add/").content.decode()
    assert "Redaktion" in form
    passwords = dict.fromkeys(("password1", "password2"), "vier Worte ohne Zusammenhang")
    for name in ("Datenschutz", "Leitung"):  # who made another Leitung could confirm to itself
        assert name not in form
        fields = {"username": "neu", **passwords, "groups": [Group.objects.get(name=name).pk]}
        lea.post("/verwaltung/auth/user/add/", fields)
        assert not User.objects.filter(username="neu").exists()
    for user in (dana.user, User.objects.get(username="administrator")):
        assert lea.get(f"/verwaltung/auth/user/{user.pk}/change/").status_code == 302
        assert lea.get(f"/verwaltung/auth/user/{user.pk}/password/").status_code in (302, 403, 404)


def test_nobody_raises_themselves(lea):
    own = f"/verwaltung/auth/user/{lea.user.pk}/change/"
    editing = Group.objects.get(name="Redaktion")
    fields = {"username": "lea", "groups": [editing.pk], "is_superuser": "on"}
    assert lea.post(own, fields).status_code == 302
    lea.user.refresh_from_db()
    assert not lea.user.is_superuser
    assert [group.name for group in lea.user.groups.all()] == ["Leitung"]


def test_one_leadership_takes_no_role_from_another_by_changing_the_name(staff, lea):
    other = staff("otto", "Leitung").user
    fields = {"username": "otto", "first_name": "Otto", "is_active": "on"}
    lea.post(f"/verwaltung/auth/user/{other.pk}/change/", fields)
    other.refresh_from_db()
    assert other.first_name == "Otto"
    assert [group.name for group in other.groups.all()] == ["Leitung"]


def test_only_who_manages_staff_says_who_belongs_to_a_ministry(rita, lea):
    ministry = Ministry.objects.get(slug="verkehr")
    page = f"/verwaltung/forums/ministry/{ministry.pk}/change/"
    rita.post(page, {"name": ministry.name, "slug": "verkehr", "members": [rita.user.pk]})
    assert not ministry.members.exists()
    lea.post(page, {"name": "Anders", "members": [lea.user.pk]})
    assert ministry.members.get() == lea.user
    ministry.refresh_from_db()
    assert ministry.name != "Anders"


@pytest.mark.parametrize("is_staff", [True, False])
def test_without_a_role_there_is_nothing_to_see(client, django_user_model, submit, is_staff):
    submit(reason="a")
    client.force_login(django_user_model.objects.create_user("person", is_staff=is_staff))
    status = client.get(f"{DESK}?arbeit=alle").status_code
    assert status == (403 if is_staff else 302)


def test_who_lacks_a_right_is_told_so_and_how_to_go_on(vera):
    page = vera.get("/verwaltung/auth/user/")
    assert page.status_code == 403
    text = page.content.decode()
    assert "<h1>Dafür hat Ihr Konto kein Recht</h1>" in text
    assert 'href="/verwaltung/"' in text


def test_who_has_no_ministry_is_told_so(staff, vera):
    told = "Ihrem Konto ist noch kein Ministerium mit einem Themenforum zugeordnet"
    assert told in staff("nina", "Prüfung").get("/verwaltung/").content.decode()
    assert told not in vera.get("/verwaltung/").content.decode()


def test_strangers_get_the_login(client, submit):
    row = submit(reason="a")
    for page in ("", "add/", f"{row.pk}/change/", f"{row.pk}/history/", "drucken/"):
        assert client.get(DESK + page)["Location"].startswith("/verwaltung/login/")
