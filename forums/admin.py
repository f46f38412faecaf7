from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from forums.models import ContentDate, Forum, Ministry, Moderator
from ruhrdialog.lib.editing import PublicTextAdmin, TextAdmin


@admin.register(Ministry)
class MinistryAdmin(TextAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    filter_horizontal = ["members"]

    def reversion_register(self, model: type, **options: Any) -> None:
        """Leave out the members: an earlier version must not bring back who has left."""
        super().reversion_register(model, exclude=["members"], **options)

    def get_readonly_fields(self, request: HttpRequest, obj: Ministry | None = None) -> list[str]:
        """Who belongs to a ministry sees its submissions: only who manages staff decides that."""
        if request.user.has_perm("auth.change_user"):
            return [] if request.user.has_perm("forums.add_ministry") else ["name", "slug"]
        return ["members"]


class ModeratorInline(admin.TabularInline[Moderator, Forum]):
    model = Moderator
    extra = 0


@admin.register(Forum)
class ForumAdmin(PublicTextAdmin):
    list_display = ["title", "question", "ministry", "group", "position"]
    list_editable = ["position"]
    list_filter = ["ministry", "group"]
    list_select_related = ["ministry"]
    search_fields = ["title", "question", "goals"]
    inlines = [ModeratorInline]

    def has_delete_permission(self, request: HttpRequest, obj: Forum | None = None) -> bool:
        # Submissions, their further interests and links that people shared name the forum.
        return False


@admin.register(ContentDate)
class ContentDateAdmin(TextAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ContentDate | None = None) -> bool:
        return False
