"""Where a link or "Ändern" leads, the question stands in view: label, field and message."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_journey import ask

REASON, PROPOSAL = "Warum ist Ihnen das wichtig?", "Haben Sie einen konkreten"
TOO_LONG = "a" * 4001


@pytest.fixture(params=[(320, 568), (1280, 800)], ids=["narrow", "wide"])
def browser_context_args(browser_context_args, request):
    width, height = request.param
    return browser_context_args | {"viewport": {"width": width, "height": height}}


@pytest.fixture
def context(context):
    context.expected.add(422)
    return context


def assert_in_view(page, *parts):
    """Look at the boxes themselves: a link that only touches the edge counts as in view else."""
    height = page.viewport_size["height"]
    for part in parts:
        box = page.locator(part).first.bounding_box()
        assert box, part
        assert box["y"] >= 0, (part, box)
        assert box["y"] + box["height"] <= height, (part, box)


def parts(field):
    """Return what belongs to a field: its label or legend, the message."""
    if field in ("forum", "further_interests", "topics"):
        return f"#id_{field} > legend", f"#id_{field}_error"
    return f"label[for=id_{field}]", f"#id_{field}_error"


def follow_the_summary(page, *fields):
    """Look at the error summary, then follow each of its links."""
    summary = page.get_by_role("group", name="Bitte prüfen Sie Ihre Angaben")
    expect(summary).to_be_focused()
    assert_in_view(page, "#fehler", f".kern-alert a[href='#id_{fields[0]}']")
    for field in fields:
        page.locator(f".kern-alert a[href='#id_{field}']").click()
        expect(page.locator(f"#id_{field}")).to_be_focused()
        assert_in_view(page, *parts(field))


def test_change_leads_to_each_question(page):
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Verkehr").check()
    page.get_by_label(REASON).fill("Zu voll, ruft mich an: 0201 1234567")
    page.get_by_label(PROPOSAL).fill("Mehr Busse")
    page.get_by_label("Mein Text darf").check()
    page.get_by_text("Weitere Themen auswählen").click()
    page.get_by_role("checkbox", name="Arbeit", exact=True).check()
    page.locator("#id_email").fill("name@example.org")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    buttons = page.locator("button[formaction^='/mitmachen/#']")
    expect(buttons).to_have_count(8)
    targets = [each.get_attribute("formaction").split("#id_")[1] for each in buttons.all()]
    for number, field in enumerate(targets):
        buttons.nth(number).click()
        expect(page.locator(f"#id_{field}")).to_be_focused()
        assert_in_view(page, parts(field)[0])
        if field not in ("forum", "further_interests"):
            assert_in_view(page, f"#id_{field}")
        page.go_back()


def test_errors_of_the_survey(page):
    page.goto("/mitmachen/")
    page.get_by_label(REASON).fill(TOO_LONG)
    page.get_by_label(PROPOSAL).fill(TOO_LONG)
    page.locator("#id_email").fill("name@")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    follow_the_summary(page, "forum", "reason", "proposal", "email")
    page.get_by_role("radio", name="Ein anderes Thema").check()
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    follow_the_summary(page, "other_topic")


def test_errors_of_the_receipt(portal, page):
    page.goto("/themenforen/verkehr/mitmachen/")
    page.get_by_label(REASON).fill("Fehler im Beleg")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    page.get_by_role("button", name="Jetzt absenden").click()
    receipt = page.url
    page.goto(f"{receipt}aendern/")
    page.get_by_label(REASON).fill(TOO_LONG)
    page.get_by_role("button", name="Änderung speichern").click()
    follow_the_summary(page, "reason")
    ask(portal, "Fehler im Beleg")
    page.goto(receipt)
    page.get_by_label("Ihre Antwort").fill(TOO_LONG)
    page.get_by_role("button", name="Antwort senden").click()
    follow_the_summary(page, "reply")


@pytest.mark.parametrize(
    ("address", "field"),
    [("/auf-dem-laufenden/", "email"), ("/beleg/", "code"), ("/barrierefreiheit/", "message")],
)
def test_errors_of_the_other_forms(page, address, field):
    page.goto(address)
    page.locator(f"form:has(#id_{field}) [type=submit]").click()
    follow_the_summary(page, field)
