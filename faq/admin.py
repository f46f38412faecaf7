from django.contrib import admin

from faq.models import Question


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    list_display = ["question", "position", "featured", "shows_forums"]
    list_filter = ["featured"]
    search_fields = ["question", "answer"]
