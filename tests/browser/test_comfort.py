"""What scripts add: character count, one click is one post, copying and sharing."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("text", "left"),
    [("", "4.000"), ("abc", "3.997"), ("🚲\n🚲\n", "3.996"), ("a" * 4000, "0")],
)
def test_the_count_agrees_with_the_server(page, text, left):
    page.goto("/mitmachen/")
    field = page.get_by_label("Warum ist Ihnen das wichtig?")
    field.fill(text)
    count = page.locator("#id_reason ~ .count")
    expect(count).to_have_text(f"Noch {left} Zeichen")


# 4,000 characters, few of them line breaks: Chromium takes seconds to type thousands of lines.
LONGEST = "🚲\n" * 50 + "🚲" * 3900


def test_at_the_limit_the_server_takes_it_and_beyond_both_say_so(context, page):
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Verkehr").check()
    field = page.get_by_label("Warum ist Ihnen das wichtig?")
    field.fill(LONGEST)
    expect(page.locator("#id_reason ~ .count")).to_have_text("Noch 0 Zeichen")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bitte prüfen")
    context.expected.add(422)
    page.go_back()
    field.fill(LONGEST + "abc")
    expect(page.locator("#id_reason ~ .count")).to_have_text("3 Zeichen zu viel")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.locator("#id_reason_error")).to_contain_text("um 3 Zeichen")
    expect(field).to_have_value(LONGEST + "abc")


def test_the_count_is_spoken_only_near_the_limit_and_in_a_pause(page):
    page.goto("/mitmachen/")
    field = page.get_by_label("Warum ist Ihnen das wichtig?")
    spoken = page.locator("#id_reason ~ [role=status]")
    field.fill("abc")
    page.wait_for_timeout(1200)
    expect(spoken).to_have_count(0)  # an empty place for it would be read out as such
    field.fill("a" * 3990)
    expect(spoken).to_have_count(0)
    expect(spoken).to_have_text("Noch 10 Zeichen")


@pytest.mark.parametrize("address", ["/", "/mitmachen/", "/themenforen/verkehr/"])
def test_no_empty_place_for_messages_is_read_out(page, address):
    page.goto(address)
    assert page.locator("[role=status]").count() == 0


def test_a_topic_is_found_in_place_and_said(page):
    page.goto("/mitmachen/")
    page.get_by_label("Warum ist Ihnen das wichtig?").fill("Darum")
    page.get_by_role("radio", name="Arbeit", exact=True).check()
    field = page.get_by_label("Thema mit einem Wort finden")
    field.fill("Öffis")
    field.press("Enter")
    said = "Zu „Öffis“ passt 1 Thema: Verkehr. Darunter stehen alle anderen."
    expect(page.get_by_role("status")).to_have_text(said)
    expect(field).to_be_focused()
    expect(page.get_by_role("group", name="Das passt").get_by_role("radio")).to_have_count(1)
    expect(page.get_by_role("radio", name="Arbeit", exact=True)).to_be_checked()
    expect(page.get_by_role("radio")).to_have_count(21)
    expect(page.get_by_label("Warum ist Ihnen das wichtig?")).to_have_value("Darum")
    field.fill("Raumfahrt")
    page.get_by_role("button", name="Thema finden").click()
    expect(page.get_by_role("status")).to_contain_text("kein Thema gefunden")
    page.get_by_role("link", name="Ein anderes Thema nennen").click()
    expect(page.get_by_role("radio", name="Ein anderes Thema")).to_be_focused()


def test_enter_in_the_field_for_the_address_goes_on_to_the_check_page(page):
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Arbeit", exact=True).check()
    page.get_by_label("Thema mit einem Wort finden").fill("Bus")
    page.get_by_label("Ihre E-Mail-Adresse (freiwillig)").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bitte prüfen")


def test_who_changes_a_text_goes_on_behind_it(page):
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Arbeit", exact=True).check()
    page.get_by_label("Warum ist Ihnen das wichtig?").fill("Darum")
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    page.get_by_role("button", name="Ändern Begründung").click()
    text = page.get_by_label("Warum ist Ihnen das wichtig?")
    expect(text).to_be_focused()
    page.keyboard.type(" hier")
    expect(text).to_have_value("Darum hier")


def test_a_double_click_posts_once(page):
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Arbeit", exact=True).check()
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    page.get_by_role("button", name="Jetzt absenden").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke!")
    assert len(posts) == 2  # one to the check page, one to send


def test_the_link_is_copied_and_it_says_so(portal, context, page):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=portal.url)
    page.goto("/themenforen/verkehr/")
    page.get_by_role("button", name="Link kopieren").click()
    expect(page.get_by_text("Link kopiert.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{portal.url}/themenforen/verkehr/mitmachen/"


def test_the_devices_share_sheet_is_offered_where_there_is_one(portal, page):
    page.goto("/themenforen/verkehr/")
    expect(page.get_by_role("button", name="Teilen …")).to_be_hidden()
    page.add_init_script(
        "navigator.share = data => { window.shared = data; return Promise.resolve() }"
    )
    page.reload()
    page.get_by_role("button", name="Teilen …").click()
    assert page.evaluate("shared") == {
        "title": "Wie vernetzen wir die Metropolregion Ruhr?",
        "url": f"{portal.url}/themenforen/verkehr/mitmachen/",
    }


def test_printing_is_offered_and_prints(page):
    page.add_init_script("window.print = () => { window.printed = true }")
    page.goto("/mitmachen/plakat/")
    page.get_by_role("button", name="Drucken").click()
    assert page.evaluate("printed")


def test_a_form_that_is_loaded_anew_keeps_what_was_typed(page):
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Ein anderes Thema").check()
    page.get_by_label("Ihr Thema in eigenen Worten").fill("Eigenes")
    page.get_by_text("Weitere Themen auswählen").click()
    page.get_by_role("checkbox", name="Arbeit", exact=True).check()
    page.get_by_role("checkbox", name="Verkehr").check()
    page.get_by_label("Warum ist Ihnen das wichtig?").fill("Bleibt\nstehen")
    page.wait_for_timeout(700)  # it is kept in pauses of typing
    page.reload()
    expect(page.get_by_role("radio", name="Ein anderes Thema")).to_be_checked()
    expect(page.get_by_label("Ihr Thema in eigenen Worten")).to_have_value("Eigenes")
    expect(page.get_by_role("checkbox", name="Arbeit", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", name="Verkehr")).to_be_checked()
    expect(page.get_by_label("Warum ist Ihnen das wichtig?")).to_have_value("Bleibt\nstehen")
    expect(page.locator("#id_reason ~ .count")).to_have_text("Noch 3.987 Zeichen")
    page.goto("/mitmachen/")  # opened, not loaded anew
    expect(page.get_by_label("Warum ist Ihnen das wichtig?")).to_have_value("")
