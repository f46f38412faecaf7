"""What people set on their device: large text, wide spacing, own colours, less motion, paper."""

import re

import pytest
from playwright.sync_api import expect

PAGES = [
    *("/", "/themenforen/", "/themenforen/kunst-und-kultur/", "/mitmachen/", "/faq/", "/beleg/"),
    *("/impressum/", "/datenschutz/", "/barrierefreiheit/", "/leichte-sprache/"),
]
NARROW = {"width": 320, "height": 640}
# What lies outside of the page or is cut off in its box, but for texts meant for readers only and
# what is drawn: the landscape ends where the screen does.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(element => {
    if (element.closest(".kern-sr-only, .skip-link, select, svg[aria-hidden]")) return false;
    const box = element.getBoundingClientRect();
    const hides = ["hidden", "clip"].includes(getComputedStyle(element).overflowX);
    return box.width > 0 && (box.right > innerWidth + 1
        || hides && element.scrollWidth > element.clientWidth + 1);
}).map(element => element.outerHTML.slice(0, 120))"""
BACKGROUND = "element => getComputedStyle(element).backgroundColor"
# WCAG 2.2, 1.4.12
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }"""


@pytest.fixture
def browser_context_args(browser_context_args):
    # The page's own policy forbids the styles that a reader's extension brings in.
    return browser_context_args | {"viewport": NARROW, "bypass_csp": True}


def fill_in(page):
    """Go to a check page, then to its receipt."""
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Verkehr").check()
    page.get_by_label("Warum ist Ihnen das wichtig?").fill("Donaudampfschifffahrt" * 5)
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bitte prüfen")
    yield
    page.get_by_role("button", name="Jetzt absenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke!")
    # The widest letters that a number can have
    page.locator(".reference").evaluate("element => { element.textContent = 'WWWW-WWWW' }")
    yield


def test_with_wide_spacing_nothing_is_cut_off(page):
    for address in PAGES:
        page.goto(address)
        page.add_style_tag(content=SPACING)
        assert page.evaluate(CUT_OFF) == [], address


def test_with_text_of_double_size_nothing_is_cut_off(page):
    def check(name):
        page.add_style_tag(content="html { font-size: 200% !important }")
        assert page.evaluate(CUT_OFF) == [], name

    for address in PAGES:
        page.goto(address)
        check(address)
    for _ in fill_in(page):
        check(page.url)


@pytest.mark.parametrize("address", PAGES)
def test_what_is_touched_is_large_enough(page, address):
    """WCAG 2.2, 2.5.8: 24 px, but for links in a sentence; the main ones 44 px (2.5.5)."""
    page.goto(address)
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
            .filter(element => element.offsetParent)
            .filter(element => !element.closest(".skip-link, [aria-hidden]"))
            .filter(element => !(element.tagName === "A" && element.closest("p, dd, td")
                && element.parentElement.textContent.trim() !== element.textContent.trim()
                && !element.matches(".kern-btn")))
            .map(element => [element, element.getBoundingClientRect()])
            .filter(([element, box]) => {
                const main = element.matches(".kern-btn, .site-nav a, summary, textarea");
                return box.height < (main ? 44 : 24) || box.width < 24;
            }).map(([element, box]) => `${box.width}x${box.height} ${element.outerHTML}`)"""
    )
    assert small == []


def test_the_rows_of_the_topics_are_48_pixels_high(page):
    page.goto("/mitmachen/")
    heights = page.locator(".topic:visible > label").evaluate_all(
        "labels => labels.map(label => label.getBoundingClientRect().height)"
    )
    assert len(heights) == 21
    assert min(heights) >= 48


def test_the_topics_are_taken_in_within_two_screens_of_a_phone(context, page):
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto("/mitmachen/")
    assert page.locator("#id_forum").bounding_box()["height"] <= 2 * 667


def test_a_topic_alone_is_sent_without_scrolling(page):
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto("/mitmachen/")
    page.get_by_role("radio", name="Wohnen und Stadt").check()
    page.get_by_role("button", name="Weiter zum Prüfen").click()
    button = page.get_by_role("button", name="Jetzt absenden")
    expect(button).to_be_in_viewport(ratio=1)


def test_in_forced_colours_choices_and_buttons_can_be_told(page):
    page.emulate_media(forced_colors="active")
    page.goto("/mitmachen/")
    radio = page.get_by_role("radio", name="Verkehr")
    before = radio.screenshot()
    radio.check()
    page.mouse.click(1, 1)  # so that it isn't the focus that makes the difference
    page.evaluate("document.activeElement.blur()")
    assert radio.screenshot() != before
    style, width = page.get_by_role("button", name="Weiter zum Prüfen").evaluate(
        "button => [getComputedStyle(button).borderStyle, getComputedStyle(button).borderWidth]"
    )
    assert style == "solid"
    assert float(width.removesuffix("px")) >= 1


def test_in_forced_colours_a_camera_reads_codes_and_icons_are_seen(context, page):
    context.expected.add(422)
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto("/mitmachen/plakat/")
    code = page.get_by_role("img", name="QR-Code zur Befragung")
    assert code.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    for _ in fill_in(page):
        pass
    code = page.get_by_role("img", name="QR-Code mit dem geheimen Link")
    assert code.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    page.emulate_media(forced_colors="active", color_scheme="light")
    page.goto("/beleg/")
    page.get_by_role("button", name="Beleg öffnen").click()
    assert page.locator(".kern-error .kern-icon").evaluate(BACKGROUND) == "rgb(0, 0, 0)"


def test_who_wants_less_motion_gets_none(page):
    page.emulate_media(reduced_motion="reduce")
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        assert (
            page.evaluate(
                """[...document.querySelectorAll("*")].filter(element =>
                getComputedStyle(element).animationName !== "none").length"""
            )
            == 0
        )


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_a_receipt_and_a_poster_are_printed_on_one_page(page):
    for _ in fill_in(page):
        pass
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    page.emulate_media(media="print")
    for name in ("Hauptmenü", "Fußzeile"):
        expect(page.get_by_role("navigation", name=name)).to_be_hidden()
    expect(page.get_by_text("Die Befragung weitersagen")).to_be_hidden()
    expect(page.get_by_role("img", name="QR-Code mit dem geheimen Link")).to_be_visible()
    for slug in ("verkehr", "wissenschaft"):
        page.goto(f"/themenforen/{slug}/mitmachen/plakat/")
        assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


@pytest.mark.parametrize("slug", ["natur-und-gruen", "kunst-und-kultur"])
def test_a_topic_is_printed_on_one_page_with_its_button_to_be_read(page, slug):
    page.goto(f"/themenforen/{slug}/")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    page.emulate_media(media="print")
    label = page.get_by_text("Zu diesem Thema mitmachen")
    # White is printed as grey: backgrounds are left out.
    assert label.evaluate("label => getComputedStyle(label).color") != "rgb(255, 255, 255)"


def test_the_questionnaire_is_printed_on_two_pages(page):
    page.goto("/mitmachen/papier/")
    assert pages_of(page.pdf(format="A4")) == 2
