"""No sign that nobody sees breaks what all see: every output that programs read, with every odd
sign in every text, is read by a real parser."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from email import message_from_bytes, policy

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import CharField, TextField
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis.strategies import characters, text
from PIL import Image
from prometheus_client.parser import text_string_to_metric_families

from faq.models import Question
from forums.models import ContentDate, Forum, Ministry, Moderator
from ruhrdialog.lib.fields import EditedField, LineField
from ruhrdialog.lib.signs import held, one_line
from survey.news.links import EXPORT
from survey.news.mails import update_mail
from survey.news.models import Subscription, Update
from survey.participation.pictures import picture
from survey.submissions.models import Submission, Tag

pytestmark = pytest.mark.django_db
# All that Postgres can store: C0 without NUL, C1, what ends a line, two that are no characters.
ODD = "".join(map(chr, [*range(1, 32), *range(127, 160), 0x2028, 0x2029, 0xFFFE, 0xFFFF, 0xFEFF]))
TEXT = f"Der Radweg{ODD}kommt"
everywhere = pytest.mark.usefixtures("_everywhere")
DESK = "/verwaltung/survey/submission/"


@pytest.fixture
def _everywhere(submit):
    """Let every text of editors and citizens hold every odd sign, past the forms."""
    for model, names in (
        (Forum, ("question", "goals")),
        (Question, ("question", "answer")),
        (Moderator, ("name", "office")),
        (ContentDate, ("text",)),
    ):
        model.objects.update(**dict.fromkeys(names, TEXT[:40] if model is ContentDate else TEXT))
    for model in (Forum, Ministry):
        name = "title" if model is Forum else "name"
        model.objects.filter(slug="verkehr").update(**{name: TEXT[:60]})
    author = User.objects.create_user("rosa", first_name=TEXT, last_name=TEXT)
    shown = {"published_at": timezone.now(), "published_by": author}
    Update.objects.create(title=TEXT, slug="radweg", text=f"{TEXT}\n\n- {TEXT}", **shown)
    row = submit(reason=TEXT, proposal=TEXT)
    row.tags.add(Tag.objects.create(name=f"a{ODD[:35]}", forum=row.forum))
    submit(other_topic=TEXT)


def body(response):
    assert response.status_code == 200
    return response.getvalue()


@everywhere
def test_the_feed_is_xml(client):
    atom = "{http://www.w3.org/2005/Atom}"
    [entry] = ET.fromstring(body(client.get("/neuigkeiten/feed.xml"))).iter(f"{atom}entry")
    title = entry.find(f"{atom}title").text
    assert title.startswith("Der Radweg ")
    assert title.endswith("kommt")
    assert "kommt" in entry.find(f"{atom}summary").text


@pytest.mark.parametrize("address", ["/sitemap.xml", "/mitmachen/qr.svg"])
@everywhere
def test_other_xml_is_xml(client, address):
    ET.fromstring(body(client.get(address)))


@everywhere
def test_the_shared_picture_is_one(client):
    data = body(client.get("/themenforen/verkehr/mitmachen/bild.png"))
    assert Image.open(io.BytesIO(data)).size == (1200, 630)
    assert Image.open(io.BytesIO(picture("a\nb", ODD, "c"))).size == (1200, 630)


@everywhere
def test_the_structured_data_is_json(client):
    page = body(client.get("/faq/")).decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert {each["name"] for each in data["mainEntity"]} == {TEXT}


@everywhere
def test_exports_have_each_row_once(lea):
    rows = Submission.objects.count()
    files = {kind: body(lea.post(f"{DESK}export/{kind}/?arbeit=alle")) for kind in KINDS}
    table = csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"), newline=""), delimiter=";")
    assert [len(row) for row in table] == [14] * (rows + 1)
    objects = [json.loads(line) for line in files["jsonl"].decode().splitlines()]
    assert TEXT in {each["Begründung"] for each in objects}
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active
    assert sheet.max_row == len(objects) + 1 == rows + 1
    assert held(TEXT) in {row[6].value for row in sheet.iter_rows()}
    assert body(lea.get("/verwaltung/auswertung/?format=csv")).decode().count("Der Radweg")


KINDS = ("csv", "xlsx", "jsonl")


@everywhere
def test_a_mail_has_its_headers_and_its_text():
    message = update_mail(Update.objects.get(), Subscription(address="name@example.org"))
    read = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert re.fullmatch(r"Ruhr-Konferenz: Der Radweg [^\x00-\x1f\x7f-\x9f]*kommt", read["Subject"])
    assert read["To"] == "name@example.org"
    assert not read.defects
    for part in read.iter_parts():
        assert not part.defects
        assert held(part.get_content()) == part.get_content()


@everywhere
def test_own_data_are_json(client):
    row = Subscription.objects.create(address="name@example.org", wording_version="1")
    row.confirm([])
    row.deliveries.create(update=Update.objects.get())
    data = json.loads(body(client.get(reverse("survey:export", args=[EXPORT.to(row)]))))
    assert data["Neuigkeiten"][0]["Titel"] == TEXT


@everywhere
def test_numbers_for_programs_are_read(client, settings):
    settings.METRICS_TOKEN = "only-for-tests-of-odd-signs"
    bearer = {"Authorization": f"Bearer {settings.METRICS_TOKEN}"}
    assert list(
        text_string_to_metric_families(body(client.get("/metrics", headers=bearer)).decode())
    )


@everywhere
def test_contact_for_reports_has_a_name_and_a_value_a_line(client, settings):
    settings.OPERATOR = {**settings.OPERATOR, "email": "name@example.org"}
    lines = body(client.get("/.well-known/security.txt")).decode().splitlines()
    assert all(re.fullmatch(r"[A-Z][\w-]+: \S.*", line) for line in lines)


# Where editors write


def test_what_editors_paste_keeps_its_lines_and_loses_what_nobody_sees(rita):
    data = {
        "title": "Der\x0bRad\x02weg\u2028 kommt",
        "slug": "radweg",
        "text": "Eins\x0bzwei\x01",
    }
    assert rita.post("/verwaltung/survey/update/add/", data).status_code == 302
    update = Update.objects.get()
    assert (update.title, update.text) == ("Der Radweg kommt", "Eins\nzwei")


@pytest.mark.parametrize("blank", ["\u200b", "\u2800 \u3164", "\x0b", "\u00ad"])
def test_a_title_that_nobody_can_see_is_none(rita, blank):
    response = rita.post(
        "/verwaltung/survey/update/add/", {"title": blank, "slug": "radweg", "text": "a"}
    )
    assert response.status_code == 200
    assert "title" in response.context["adminform"].form.errors
    assert not Update.objects.exists()


def test_every_text_of_the_administration_is_cleaned(administrator):
    """A new page that isn't a HouseAdmin, or whose `formfield_overrides` forget it, fails here."""
    request = RequestFactory().get("/")
    request.user = User.objects.get()
    for page in admin.site._registry.values():
        for each in (page, *page.get_inline_instances(request)):
            for field in each.model._meta.fields:
                if type(field) in (CharField, TextField) and field.editable and not field.choices:
                    made = each.formfield_for_dbfield(field, request)
                    wanted = LineField if type(field) is CharField else EditedField
                    assert type(made) is wanted, f"{each}: {field.name}"


# The two functions


@settings(max_examples=40)
@given(text(characters(exclude_categories=[])))
def test_what_is_held_can_stand_in_xml_and_stays_as_it_is(written):
    assert held(held(written)) == held(written)
    assert ET.fromstring(f"<a>{ET.tostring(element(held(written)), 'unicode')}</a>")[0].text == (
        held(written) or None
    )
    assert one_line(held(written)) == one_line(written)
    assert len(one_line(written).splitlines()) <= 1


def element(words):
    made = ET.Element("b")
    made.text = words
    return made


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a\x0bb", "a\nb"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\u2029c\x85d\x0ce", "a\nb\nc\nd\ne"),
        ("a\x00b\x01c\x1bd\x7fe\x9ff\ufffeg\uffffh\ud800i", "abcdefghi"),
        ("a\tb\u00a0c\u200dd\u00ade🚲", "a\tb\u00a0c\u200dd\u00ade🚲"),
    ],
)
def test_lines_stay_lines_and_what_no_format_holds_goes(written, kept):
    assert held(written) == kept
