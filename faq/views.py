from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from faq.models import Question
from faq.structured_data import faq_page
from forums.models import ContentDate, Forum
from ruhrdialog.lib.pages import neighbours, public_page


@public_page
def question_list(request: HttpRequest) -> HttpResponse:
    questions = Question.objects.all()
    page = {
        "questions": questions,
        "forums": Forum.objects.all(),
        "content_date": ContentDate.objects.first(),
        "structured_data": faq_page(list(questions)),
    }
    return render(request, "faq/list.html", page)


@public_page
def question(request: HttpRequest, slug: str) -> HttpResponse:
    question = get_object_or_404(Question, slug=slug)
    page: dict[str, Any] = {
        "question": question,
        "forums": Forum.objects.all(),
        "content_date": ContentDate.objects.first(),
    }
    _, page["next"] = neighbours(question, Question.objects.all())
    return render(request, "faq/question.html", page)
