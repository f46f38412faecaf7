import pytest

from faq.models import Question

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/faq/question/"


@pytest.fixture
def fields():
    question = Question.objects.get(position=1)
    names = ("slug", "question", "answer", "position")
    return {name: getattr(question, name) for name in names}


def address():
    return f"{LIST}{Question.objects.get(position=1).pk}/change/"


def test_an_answer_is_edited_in_markdown(administrator, client, fields):
    response = administrator.post(address(), fields | {"answer": "**Neu**"})
    assert response.status_code == 302
    assert "<strong>Neu</strong>" in client.get("/faq/").content.decode()


def test_an_empty_answer_is_refused_in_german(administrator, fields):
    response = administrator.post(address(), fields | {"answer": ""})
    assert response.status_code == 200
    assert "Die Antwort fehlt." in response.content.decode()


def test_the_list_opens(administrator):
    assert administrator.get(LIST).status_code == 200
