"""What the mails look like and say of their sender, in headers, text and HTML."""

import re
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest

from ruhrdialog.lib.plain_text import WIDTH, plain, wrapped
from survey.news.mails import consent_mail, update_mail
from survey.news.models import Subscription, Update

pytestmark = pytest.mark.django_db
OPERATOR = {
    "name": "Beispielministerium\nReferat 1",
    "address": "Beispielstraße 1\n12345 Beispielstadt",
    "email": "operator@example.org",
}
TEXT = (
    "## Der Radweg\n\nEr *kommt* **bald**, und zwar [hier entlang](https://example.org/plan), das "
    "sind mehr als zweiundsiebzig Zeichen.\n\n- Erstens\n- Zweitens\n\n> Gut so"
)


@pytest.fixture(params=["consent", "already_joined", "update"])
def message(request, settings):
    """Each of the mails, as it is received."""
    settings.OPERATOR = settings.OPERATOR | OPERATOR
    settings.BOUNCE_ADDRESS = "returns+*@example.org"
    settings.SITE_URL = "https://dialog.stadt.example"
    settings.ALLOWED_HOSTS = ["dialog.stadt.example"]
    Subscription.objects.request("name@example.org")
    row = Subscription.objects.get()
    if request.param == "already_joined":
        row.confirm([])
    if request.param == "update":
        update = Update.objects.create(title="Der Radweg", slug="radweg", text=TEXT)
        built = update_mail(update, row)
    else:
        built = consent_mail(row)
    received = message_from_bytes(built.message().as_bytes(), policy=policy.default)
    received.kind = request.param
    return received


def bodies(message):
    return [message.get_body([kind]).get_content() for kind in ("plain", "html")]


def test_the_headers_say_who_writes_and_how_to_leave(message):
    assert message["From"] == "Beispielministerium Referat 1 <portal@testserver>"
    assert message["Reply-To"] == "operator@example.org"
    assert re.fullmatch(r"<[0-9.]+@dialog\.stadt\.example>", message["Message-ID"])
    assert message["Auto-Submitted"] == "auto-generated"
    assert "All" not in message["X-Auto-Response-Suppress"]  # it would hold back reports
    ways = re.findall(r"<([^>]+)>", message["List-Unsubscribe"])
    assert [urlsplit(way).scheme for way in ways] == ["https", "mailto"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for name, value in message.items():
        assert not ("name@" in value and name != "To"), name


def test_only_an_update_is_of_a_list(message):
    headers = (message["List-Id"], message["Precedence"], message["Feedback-ID"])
    if message.kind != "update":
        assert headers == (None, None, None)
        return
    assert headers[:2] == (
        "Neuigkeiten der Ruhr-Konferenz <neuigkeiten.dialog.stadt.example>",
        "bulk",
    )
    *told, sender = headers[2].split(":")
    assert told[1:] == ["neuigkeit"]
    assert 5 <= len(sender) <= 15


def test_every_mail_names_its_sender_and_where_to_read_more(message):
    for body in bodies(message):
        for words in (
            *("Ruhr-Konferenz – Dialog", "Beispielministerium", "Referat 1", "12345 Beispielstadt"),
            *(
                "https://dialog.stadt.example/impressum/",
                "https://dialog.stadt.example/datenschutz/",
            ),
            "/abmelden/",
        ):
            assert words in body


def test_the_text_is_narrow_and_each_link_whole_on_a_line_of_its_own(message):
    text, _ = bodies(message)
    for line in text.splitlines():
        assert len(line) <= WIDTH or re.fullmatch(r"https://\S+", line), line
    links = re.findall(r"\S*https?://\S*", text)
    assert links
    assert all(re.search(rf"^{re.escape(link)}$", text, re.MULTILINE) for link in links)
    words = re.sub(r"https://\S+", "", text)
    assert not re.search(r"[*#_]{1,2}\w|\]\(|&\w+;", words)


def test_the_html_has_one_button_a_preheader_no_picture_and_nothing_from_elsewhere(message):
    _, html = bodies(message)
    assert html.count('class="button"') == 1
    assert re.search(r'<div class="preheader">[^<]{5,100}</div>', html)
    assert "prefers-color-scheme: dark" in html
    assert not re.search(r"<(img|script|link|iframe)|url\(|@import", html)
    button = re.search(r'class="button"><a href="([^"]+)"', html)[1]
    assert f">{button}</a>" in html  # for who can't press it


def test_beside_the_subject_stand_words_and_no_link():
    text = "## Bald\n\nDer [Radweg](https://example.org/radweg/) & mehr"
    update = Update.objects.create(title="Neu", slug="neu", text=text)
    html = update_mail(update, None).alternatives[0].content
    assert '<div class="preheader">Bald Der Radweg &amp; mehr</div>' in html


def test_without_an_operator_the_portal_is_the_sender():
    Subscription.objects.request("name@example.org")
    message = consent_mail(Subscription.objects.get())
    assert message.extra_headers["From"] == "Ruhr-Konferenz – Dialog <portal@testserver>"
    assert "Reply-To" not in message.extra_headers


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Er *kommt* **bald**.", "Er kommt bald."),
        ("# Titel\n\nText", "Titel\n\nText"),
        ("Titel\n=====\nText", "Titel\n\nText"),
        ("- a\n- b\n\n  c", "• a\n• b\n  c"),
        ("3. a\n4. b\n   - c", "3. a\n4. b\n   • c"),
        ("> Gut\n> so", "    Gut so"),
        ("a  \nb\\\nc", "a\nb\nc"),
        ("Im [Plan](https://example.org/a)", "Im Plan\n\nPlan:\nhttps://example.org/a"),
        ("<https://example.org>", "https://example.org"),
        ("[a@example.org](mailto:a@example.org)", "a@example.org"),
        ("[a](javascript:b) [c](/d)", "[a](javascript:b) c"),
        ("`a*b` &amp; <b>", "a*b & <b>"),
        ("```\na *b*\n```", "    a *b*"),
        ("a\n\n---\n\nb", "a\n\n––––––––\n\nb"),
        ("![Ein Bild](https://example.org/a.png)", "Ein Bild"),
        ("* * *", "––––––––"),
        ("", ""),
    ],
)
def test_markdown_is_read_without_its_marks(written, shown):
    assert plain(written) == shown


def test_lines_are_wrapped_under_their_mark():
    assert wrapped(f"• {'Wort ' * 20}").splitlines()[1].startswith("  Wort")
    assert wrapped(f"12. {'Wort ' * 20}").splitlines()[1].startswith("    Wort")
    link = f"https://example.org/{'a' * 100}"
    assert wrapped(f"{link}\n{'-' * 100}\n\n") == f"{link}\n{'-' * 100}\n\n"
