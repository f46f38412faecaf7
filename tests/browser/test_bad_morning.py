"""A bad morning at the desk, by keyboard: wrong key, wrong answer, wrong bulk, all taken back."""

from playwright.sync_api import expect

from tests.browser.test_desk import LIST, portal, press, shows, start, state

__all__ = ["portal", "start"]


def test_after_a_bad_morning_nothing_is_wrong(portal, start, page):
    page.goto(f"{LIST}?arbeit=alle")
    page.locator(".field-shown_reference a").first.click()
    shows(page, 1)
    press(page, "g")  # read, though it wasn't
    shows(page, 2)
    press(page, "z")
    shows(page, 1)
    assert state(portal, 1) == "received"

    press(page, "a")
    page.keyboard.type("Das gehört woandershin.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shows(page, 2)
    press(page, "z")
    shows(page, 1)
    field = page.get_by_label("Antwort", exact=True)
    expect(field).to_have_value("Das gehört woandershin.")
    assert state(portal, 1) == "received"

    page.goto(f"{LIST}?arbeit=alle")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("sort_out_many")
    page.locator("button[name=index]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "5 Beiträge als Werbung aussortieren?"
    )
    page.get_by_role("button", name="Als Werbung aussortieren").click()
    expect(page.get_by_text("Erledigt: 5.")).to_be_visible()
    assert state(portal, 5) == "spam"
    press(page, "z")
    expect(page.get_by_text("Zurückgenommen: 5.")).to_be_visible()
    assert {state(portal, number) for number in range(1, 6)} == {"received"}
    steps = portal.rows("SELECT DISTINCT verb, text FROM survey_reviewstep")
    assert steps == [("taken_back", "")]
