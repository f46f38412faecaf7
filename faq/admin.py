from django.contrib import admin

from faq.models import Question
from ruhrdialog.lib.editing import PublicTextAdmin


@admin.register(Question)
class QuestionAdmin(PublicTextAdmin):
    list_display = ["question", "position", "own", "featured", "shows_forums"]
    list_editable = ["position"]
    list_filter = ["own", "featured"]
    search_fields = ["question", "answer"]
