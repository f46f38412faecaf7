import pytest

from forums.models import Forum, Ministry

pytestmark = pytest.mark.django_db
FORUM = "/verwaltung/forums/forum/"


def test_a_forum_is_edited_with_its_moderators(administrator):
    forum = Forum.objects.get(slug="verkehr")
    page = administrator.get(f"{FORUM}{forum.pk}/change/")
    fields = page.context["adminform"].form.initial | {"question": "Wie fahren wir morgen?"}
    fields = {name: value for name, value in fields.items() if value is not None}
    for form in page.context["inline_admin_formsets"][0].formset:
        values = {field.html_name: field.value() for field in form}
        fields |= {name: "" if value is None else value for name, value in values.items()}
    management = page.context["inline_admin_formsets"][0].formset.management_form
    fields |= {management.add_prefix(name): value for name, value in management.initial.items()}
    fields["moderators-0-office"] = "Neues Amt"
    assert administrator.post(f"{FORUM}{forum.pk}/change/", fields).status_code == 302
    forum.refresh_from_db()
    assert forum.question == "Wie fahren wir morgen?"
    assert forum.moderators.first().office == "Neues Amt"


def test_a_forum_cannot_be_deleted(administrator):
    forum = Forum.objects.get(slug="verkehr")
    assert administrator.post(f"{FORUM}{forum.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Forum.objects.filter(slug="verkehr").exists()


def test_a_ministry_can_be_edited(administrator):
    ministry = Ministry.objects.get(slug="verkehr")
    address = f"/verwaltung/forums/ministry/{ministry.pk}/change/"
    fields = {"name": "Ministerium für Mobilität", "slug": "verkehr"}
    assert administrator.post(address, fields).status_code == 302
    ministry.refresh_from_db()
    assert ministry.name == "Ministerium für Mobilität"


@pytest.mark.parametrize("address", [FORUM, "/verwaltung/forums/ministry/"])
def test_the_lists_open(administrator, address):
    assert administrator.get(address).status_code == 200
