"""The questions as schema.org data, by which search engines show them with their answers."""

import json

from django.utils.safestring import SafeString, mark_safe

from faq.models import Question
from ruhrdialog.lib.markdown import markdown

# So that no text can end the script element (HTML Living Standard 4.12.1.3).
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def faq_page(questions: list[Question]) -> SafeString:
    """Return the questions that have an answer in words as JSON-LD of type FAQPage."""
    entries = [
        {
            "@type": "Question",
            "name": question.question,
            "acceptedAnswer": {"@type": "Answer", "text": markdown(question.answer)},
        }
        for question in questions
        if question.answer
    ]
    data = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entries}
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308
