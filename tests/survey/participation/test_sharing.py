"""What is shared: links, QR codes, poster, and the picture that messengers show."""

import io
import re
from html import unescape

import pytest
from PIL import Image

from forums.models import Forum
from tests.ruhrdialog.test_headers import KEPT

pytestmark = pytest.mark.django_db
SHARED = ["/mitmachen/", "/themenforen/verkehr/mitmachen/"]


@pytest.mark.parametrize("page", [*SHARED, "/themenforen/verkehr/"])
def test_the_share_box_has_every_way_as_a_plain_link(client, page):
    path = page if page.endswith("mitmachen/") else f"{page}mitmachen/"
    html = unescape(client.get(page).content.decode())
    share = html[html.index('<section class="share"') :]
    quoted = f"http://testserver{path}".replace(":", "%3A").replace("/", "%2F")
    assert f"http://testserver{path}" in share
    assert re.search(rf'href="mailto:\?subject=[^"&]+&body={quoted}"', share)
    assert re.search(rf'href="https://wa\.me/\?text=[^"]+%20{quoted}"', share)
    assert re.search(rf'href="sms:\?&body=[^"]+%20{quoted}"', share)
    for name in ("qr.svg", "qr.png", "plakat/"):
        assert f'href="{path}{name}"' in share
        assert client.get(path + name).status_code == 200


@pytest.mark.parametrize("path", SHARED)
def test_the_qr_code_comes_as_svg_and_png(client, path):
    svg, png = client.get(f"{path}qr.svg"), client.get(f"{path}qr.png")
    assert svg["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert b"<svg" in svg.content
    assert png["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(png.content)).width > 500
    assert svg["Cache-Control"] == png["Cache-Control"] == KEPT


@pytest.mark.parametrize("path", SHARED)
def test_messengers_get_title_text_and_picture(client, path):
    html = unescape(client.get(path).content.decode())
    for name in ("og:title", "og:description", "og:image", "og:image:alt"):
        assert re.search(rf'<meta property="{name}" content="[^"]+">', html)
    assert f'<meta property="og:image" content="http://testserver{path}bild.png">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html


def test_every_forum_has_a_picture_of_the_right_size(client):
    pictures = set()
    for forum in Forum.objects.all():
        response = client.get(f"/themenforen/{forum.slug}/mitmachen/bild.png")
        assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
        assert len(response.content) < 300_000
        pictures.add(response.content)
    assert len(pictures) == 20


def test_a_new_title_gives_a_new_picture(client):
    before = client.get("/themenforen/verkehr/mitmachen/bild.png").content
    Forum.objects.filter(slug="verkehr").update(title="Mobilität " * 5)
    assert client.get("/themenforen/verkehr/mitmachen/bild.png").content != before


def test_the_poster_has_title_question_and_address(client):
    page = client.get("/themenforen/verkehr/mitmachen/plakat/").content.decode()
    assert "<h1>Verkehr</h1>" in page
    assert "Wie vernetzen wir die Metropolregion Ruhr?" in page
    assert "http://testserver/themenforen/verkehr/mitmachen/" in page


@pytest.mark.parametrize("name", ["qr.svg", "qr.png", "bild.png", "plakat/"])
def test_an_unknown_forum_gets_404(client, name):
    assert client.get(f"/themenforen/mond/mitmachen/{name}").status_code == 404


@pytest.mark.parametrize("name", ["qr.svg", "qr.png", "bild.png", "plakat/"])
def test_they_refuse_to_be_posted_to(client, name):
    assert client.post(f"/mitmachen/{name}").status_code == 405
