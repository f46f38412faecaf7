"""The roles of staff: groups of Django, and what each may do.

Which rows somebody sees or works on is no matter of this table: see survey/submissions/rights.py.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, transaction

ALL = ("add", "change", "delete", "view")

# role -> model (app label and name) -> what may be done with it; a permission is both joined
ROLES = {
    "Prüfung": {
        "survey.submission": ("view", "review", "add"),
        "survey.campaign": ("view",),
        "survey.publication": ("add", "view", "publish"),
    },
    "Leitung": {
        "survey.submission": ("view", "review", "view_every", "add", "import"),
        "survey.campaign": ("view",),
        "survey.answertemplate": ALL,
        "survey.assignmentrule": ALL,
        "survey.tag": ("change", "delete", "view"),
        "survey.exportrecord": ("view",),
        "survey.publicnumbers": ("change", "view"),
        "survey.project": ("add", "change", "view", "release"),
        "survey.publication": ("add", "view", "publish"),
        "survey.sentence": (*ALL, "release"),
        "forums.forum": ("view", "assign"),
        "forums.ministry": ("view", "change"),
        "auth.user": ("add", "change", "view"),
        "ruhrdialog.event": ("view",),
    },
    "Redaktion": {
        "forums.forum": ("change", "view"),
        "forums.moderator": ALL,
        "forums.ministry": ("add", "change", "view"),
        "forums.contentdate": ("change", "view"),
        "faq.question": ALL,
        "survey.update": ALL,
        "survey.project": ("add", "change", "view"),
        "survey.surveyperiod": ("change", "view"),
        "ruhrdialog.barrierreport": ("change", "view"),
    },
    "Datenschutz": {
        "survey.submission": ("view", "view_every", "erase"),
        "survey.publication": ("view",),
        "survey.subscription": ("delete", "view"),
        "survey.exportrecord": ("view",),
        "ruhrdialog.barrierreport": ("change", "delete", "view"),
        "ruhrdialog.event": ("view", "view_login"),
    },
}


def apply_roles(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed_apps, **_: Any) -> None:
    """Give each role the rights of the table, and no others; groups made by hand stay.

    Called after every migrate, when the permissions of all apps are there. After one to an earlier
    migration some may be missing: each role then has the others.
    """
    try:
        group_model = apps.get_model("auth", "Group")
    except LookupError:  # only apps that come before it were migrated
        return
    link_model = group_model.permissions.through
    links = link_model.objects.using(using)
    with transaction.atomic(using=using):
        keys = keys_of_groups(group_model, using)
        permissions = keys_of_permissions(apps.get_model("auth", "Permission"), using)
        wanted = {
            (keys[role], permissions[right])
            for role in ROLES
            for right in rights_of(role)
            if right in permissions
        }
        rows = links.filter(group__in=keys.values()).values_list("group", "permission", "pk")
        held = {(group, permission): key for group, permission, key in rows}
        links.filter(pk__in=[held[pair] for pair in held.keys() - wanted]).delete()
        missing = sorted(wanted - held.keys())
        links.bulk_create([link_model(group_id=group, permission_id=p) for group, p in missing])


def rights_of(role: str) -> Iterator[tuple[str, str]]:
    """Yield the permissions of a role: app label and codename."""
    for label, actions in ROLES[role].items():
        app, model = label.split(".")
        for action in actions:
            yield app, f"{action}_{model}"


def keys_of_groups(group_model: Any, using: str) -> dict[str, int]:
    """Return the key of each role's group, which is made where it is missing."""
    groups = group_model.objects.using(using)
    keys = dict(groups.filter(name__in=ROLES).values_list("name", "pk"))
    return keys | {role: groups.create(name=role).pk for role in ROLES if role not in keys}


def keys_of_permissions(permission_model: Any, using: str) -> dict[tuple[str, str], int]:
    labels = {label.partition(".")[0] for rights in ROLES.values() for label in rights}
    rows = permission_model.objects.using(using).filter(content_type__app_label__in=labels)
    names = rows.order_by().values_list("content_type__app_label", "codename", "pk")
    return {(app, codename): key for app, codename, key in names}
