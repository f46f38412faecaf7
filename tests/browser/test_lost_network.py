"""The network is gone at the click: Back leads to the page with all that was typed."""

import pytest
from playwright.sync_api import expect

REASON = "Warum ist Ihnen das wichtig?"
CHECK = "Weiter zum Prüfen"


def click_and_go_back(page, button, reason="internetdisconnected"):
    """Click while nothing can be reached, see the browser's own error page, go back.

    As people do, not at once: the page's script and Chromium take note of what stands in a page
    within a second. No clock of the page is asked, since without script it has none.
    """
    page.wait_for_timeout(1500)
    page.route("**/*", lambda route: route.abort(reason))
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/*")
    page.go_back()


@pytest.fixture
def context(context):
    """A window in which requests may fail: that is what happens here."""
    context.may_fail = True
    return context


@pytest.fixture
def receipt(page):
    """The address of a receipt of a submission of this test."""
    page.goto("/themenforen/verkehr/mitmachen/")
    page.get_by_label(REASON).fill("Vor der Störung")
    page.get_by_role("button", name=CHECK).click()
    page.get_by_role("button", name="Jetzt absenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke!")
    return page.url


def test_a_correction_is_kept(page, context):
    context.expected.add(422)
    page.goto("/mitmachen/")
    page.get_by_label(REASON).fill("Ohne Thema")
    page.get_by_role("button", name=CHECK).click()
    expect(page.get_by_role("group", name="Bitte prüfen Sie Ihre Angaben")).to_be_focused()
    page.get_by_label(REASON).fill("Ohne Thema, und länger")
    click_and_go_back(page, CHECK)
    expect(page.get_by_label(REASON)).to_have_value("Ohne Thema, und länger")


def test_a_correction_is_kept_that_is_wrong_a_second_time(page, context):
    context.expected.add(422)
    page.goto("/mitmachen/")
    for text in ("Ohne Thema", "Ohne Thema, und länger"):
        page.get_by_label(REASON).fill(text)
        page.get_by_role("button", name=CHECK).click()
        expect(page.get_by_role("group", name="Bitte prüfen Sie Ihre Angaben")).to_be_focused()
    page.get_by_label(REASON).fill("Zum dritten Mal")
    click_and_go_back(page, CHECK)
    expect(page.get_by_label(REASON)).to_have_value("Zum dritten Mal")


def test_what_is_changed_from_the_check_page_is_kept(page):
    page.goto("/themenforen/verkehr/mitmachen/")
    page.get_by_label(REASON).fill("Zuerst")
    page.get_by_role("button", name=CHECK).click()
    page.locator("button[formaction^='/mitmachen/#id_reason']").first.click()
    expect(page.get_by_label(REASON)).to_have_value("Zuerst")
    page.get_by_label(REASON).fill("Zuerst, und dann länger")
    click_and_go_back(page, CHECK)
    expect(page.get_by_label(REASON)).to_have_value("Zuerst, und dann länger")


def test_a_changed_text_is_kept(page, receipt):
    page.goto(f"{receipt}aendern/")
    page.get_by_label(REASON).fill("Geändert")
    click_and_go_back(page, "Änderung speichern")
    expect(page.get_by_label(REASON)).to_have_value("Geändert")


@pytest.mark.parametrize(
    ("address", "label", "button"),
    [
        ("/barrierefreiheit/", "Was hat Sie gehindert?", "Nachricht senden"),
        ("/auf-dem-laufenden/", "Ihre E-Mail-Adresse", "Anmelden"),
        ("/beleg/", "Code Ihres Belegs", "Beleg öffnen"),
    ],
)
def test_what_stands_in_another_form_is_kept(page, address, label, button):
    page.goto(address)
    page.get_by_label(label).fill("Bleibt stehen")
    click_and_go_back(page, button)
    expect(page.get_by_label(label)).to_have_value("Bleibt stehen")
