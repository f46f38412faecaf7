"""Subscriptions in the administration: to see and to erase, for data protection."""

import pytest

from forums.models import Forum
from ruhrdialog.models import BarrierReport
from survey.news.models import Subscription, Update

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/survey/subscription/"


@pytest.fixture
def subscription():
    Subscription.objects.request("name@example.org")
    row = Subscription.objects.get()
    row.confirm([Forum.objects.get(slug="verkehr").pk])
    update = Update.objects.create(title="Radweg", slug="radweg", text="a")
    row.deliveries.create(update=update)
    return row


def test_an_address_is_found_with_all_that_is_stored(administrator, subscription):
    assert "name@example.org" in administrator.get(f"{LIST}?q=NAME@").content.decode()
    page = administrator.get(f"{LIST}{subscription.pk}/change/").content.decode()
    for text in ("name@example.org", "Ja, informieren Sie mich", "Verkehr", "Radweg", "Wartet"):
        assert text in page
    assert subscription.token not in page


@pytest.mark.parametrize(
    "written",
    [
        *("NAME@EXAMPLE.ORG", "Name <name@example.org>", "mailto:name@example.org", "name@example"),
        *(
            " name @ example.org ",
            "name＠example.org",
            "name (at) example.org",
            "<name@example.org>;",
        ),
        *("na\u200bme@example.org", "nаme@example.org", "„name@example.org“", "name example"),
    ],
)
def test_an_address_is_found_in_the_form_in_which_its_owner_writes_it(dana, subscription, written):
    Subscription.objects.request("other@stadt.example")
    page = dana.get(LIST, {"q": written}).content.decode()
    assert "name@example.org" in page
    assert "other@stadt.example" not in page


@pytest.mark.parametrize(
    "written",
    [
        "name@müller.example",
        "Name@Müller.example",
        "Mu\u0308ller",
        "name@xn--mller-kva",
        "müll name",
    ],
)
def test_so_is_one_of_a_domain_with_other_letters(dana, subscription, written):
    Subscription.objects.request("name@xn--mller-kva.example")
    Subscription.objects.request("name@xn--fa-hia.example")
    page = dana.get(LIST, {"q": written}).content.decode()
    assert "name@xn--mller-kva.example" in page
    assert "name@example.org" not in page
    assert "xn--fa-hia" not in page


def test_reports_of_barriers_are_found_by_it_for_data_protection_alone(dana, rita):
    BarrierReport.objects.report(page="", message="Zu klein", email="name@example.org")
    BarrierReport.objects.report(page="", message="Zu grau", email="other@example.org")
    reports = "/verwaltung/ruhrdialog/barrierreport/?q=Name%20%3Cname@example.org%3E"
    assert "Zu klein" in dana.get(reports).content.decode()
    assert "Zu grau" not in dana.get(reports).content.decode()
    assert "Zu grau" in rita.get(reports).content.decode()


def test_of_the_times_the_day_is_shown(administrator, subscription):
    Subscription.objects.update(requested_at="2026-07-13T22:30:00Z", mailed_at=None)
    for address in (LIST, f"{LIST}{subscription.pk}/change/"):
        page = administrator.get(address).content.decode()
        assert "14. Juli 2026" in page
        assert "14. Juli 2026 " not in page
        assert "Angefragt" in page


def test_an_address_is_erased_with_all_that_is_stored(administrator, subscription):
    response = administrator.post(f"{LIST}{subscription.pk}/delete/", {"post": "yes"})
    assert response.status_code == 302
    assert not Subscription.objects.exists()
    history = administrator.get("/verwaltung/").content.decode()
    assert "name@example.org" not in history


def test_nothing_can_be_added_or_changed(administrator, subscription):
    assert administrator.get(f"{LIST}add/").status_code == 403
    fields = {"address": "other@example.org"}
    assert administrator.post(f"{LIST}{subscription.pk}/change/", fields).status_code == 403
