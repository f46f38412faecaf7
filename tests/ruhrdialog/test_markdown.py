import pytest

from ruhrdialog.lib.markdown import markdown


def test_paragraphs_lists_and_links_become_html():
    assert markdown("a\n\n1. b\n\n- [c](https://example.org)") == (
        "<p>a</p>\n<ol>\n<li>b</li>\n</ol>\n<ul>\n"
        '<li><a href="https://example.org">c</a></li>\n</ul>\n'
    )


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "![x](https://example.org/pixel.png)",
        '<p style="color:red" onclick="x()">x</p>',
    ],
)
def test_nothing_dangerous_or_foreign_comes_through(evil):
    html = markdown(evil)
    for tag in ("<script", "<a ", "<img", "<p style"):
        assert tag not in html


def test_a_table_or_code_stays_harmless():
    assert markdown("`<b>`") == "<p><code>&lt;b&gt;</code></p>\n"
