"""Lists of the administration: they show, filter and order by what they offer, by nothing else."""

from collections.abc import Iterable, Mapping
from copy import copy
from itertools import chain
from typing import Any, ClassVar
from urllib.parse import parse_qs

from django.contrib import messages
from django.contrib.admin import DateFieldListFilter, ListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR, ChangeList
from django.core.exceptions import BadRequest
from django.db.models import CharField, EmailField, Field, Q, SlugField, TextField
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from ruhrdialog.lib.addresses import bare, shown
from ruhrdialog.lib.deleting import delete_many
from ruhrdialog.lib.events import Event
from ruhrdialog.lib.fields import EditedField, LineField
from ruhrdialog.lib.pages import forget_pages
from ruhrdialog.lib.staff import member

NOTHING_CHANGED = "nothing_changed"  # of a request that was to change something


class NotOfferedError(BadRequest):
    """The address of a list asks for something that the list doesn't offer."""


class OfferedList(ChangeList):
    """A list that takes what its own filters offer, and the days of its hierarchy.

    Django takes a lookup on any field of the model: `?token__gte=m` tells a hidden column letter by
    letter, by how many rows there are. And where it doesn't understand a value, it shows all rows.
    Raises NotOfferedError.
    """

    def __init__(self, request: HttpRequest, *arguments: Any) -> None:
        values = chain.from_iterable(values for _, values in request.GET.lists())
        if any("\0" in value for value in values):
            raise NotOfferedError("Postgres takes no NUL.")
        if ERROR_FLAG in request.GET:
            raise NotOfferedError("Django shows all rows.")
        try:
            super().__init__(request, *arguments)
        except IncorrectLookupParameters as error:
            raise NotOfferedError("No filter takes this.") from error
        # What the addresses of the rows carry along. Django resolves each of them to add it, which
        # is a tenth of a page's time, unless it finds nothing to add.
        self.carried, self.preserved_filters = self.preserved_filters, ""

    def url_for_result(self, result: Any) -> str:
        """Return the address of a row, which carries the list along."""
        address: str = super().url_for_result(result)
        return f"{address}?{self.carried}" if self.carried else address

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            found = super().get_filters(request)
        except (ValueError, OverflowError) as error:  # the year 9999 has no next one
            raise NotOfferedError("No such date.") from error
        specs, left = found[0], found[2]
        names = set(chain.from_iterable(spec.expected_parameters() for spec in specs))
        if self.date_hierarchy:
            names |= {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")}
            names |= left.keys() & {f"{self.date_hierarchy}__{end}" for end in ("gte", "lt")}
        # Who has nothing to offer has taken its parameter, too.
        if other := self.get_filters_params().keys() - names:
            raise NotOfferedError(f"No filter for {', '.join(sorted(other))}.")
        for spec in specs:
            self.check_offered(spec)
        return found

    def check_offered(self, spec: ListFilter) -> None:
        """Refuse values that are none of the choices of a filter; days are free to choose."""
        names = spec.expected_parameters() or []
        asked = self.some(self.filter_params, names)
        if not asked or isinstance(spec, DateFieldListFilter):
            return
        facets, self.add_facets = self.add_facets, False  # they count, for which they come here
        links = [str(choice["query_string"]) for choice in spec.choices(self)]
        self.add_facets = facets
        queries = (parse_qs(link.removeprefix("?"), keep_blank_values=True) for link in links)
        if asked not in [self.some(query, names) for query in queries]:
            raise NotOfferedError(f"No such choice: {', '.join(sorted(asked))}.")

    @staticmethod
    def some(query: dict[str, Any], names: Iterable[str | None]) -> dict[str, Any]:
        return {name: query[name] for name in names if name and name in query}

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        page = request.GET.get(PAGE_VAR, "1")
        if str(self.page_num) != page or not 1 <= self.page_num <= self.paginator.num_pages:
            raise NotOfferedError("No such page.")


# For `formfield_overrides`: what staff write breaks nothing that all see.
EDITED_TEXTS: dict[Any, Any] = {
    CharField: {"form_class": LineField},
    TextField: {"form_class": EditedField},
    # Both are kinds of CharField, with fields of their own.
    EmailField: {},
    SlugField: {},
}


class RowForm(ModelForm[Any]):
    """The fields of one row of a list, which stand there without a label of their own.

    The list sends along what it has shown: only what somebody has changed in it is changed, and of
    two who change the same the second is told.
    """

    overtaken = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {self.instance}"
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        for name in set(self.changed_data) & set(data):
            shown = self[name].html_initial_name
            now = self.get_initial_for_field(self.fields[name], name)
            if shown in self.data and self.data[shown] != str(now):
                self.overtaken = True
                told = f"Inzwischen steht hier {now}."
                self.add_error(name, f"{told} Soll Ihre Zahl gelten, speichern Sie noch einmal.")
                seen: Any = copy(self.data)
                seen[shown] = str(now)  # the next time it counts as seen
                self.data = seen
        return data


class HouseAdmin:
    """What every page of the administration keeps to; it stands before Django's class.

    Lists are filtered by what they offer, what is written breaks nothing, and what is deleted is
    written down. Nobody is told that something was changed when nothing was.
    """

    formfield_overrides: ClassVar[Mapping[type[Field[Any, Any]], Mapping[str, Any]]] = EDITED_TEXTS
    delete_selected_confirmation_template: Any = "admin/delete_many.html"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return Django's actions, of which the one that deletes takes any number of rows."""
        parent: Any = super()
        actions: dict[str, Any] = parent.get_actions(request)
        if deleting := actions.get("delete_selected"):
            actions["delete_selected"] = (delete_many, *deleting[1:])
        return actions

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return OfferedList

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Remember whether a form changed nothing; one that brings an earlier version back does."""
        parent: Any = super()
        words = parent.construct_change_message(request, form, formsets, add)
        page = (request.resolver_match and request.resolver_match.url_name) or ""
        unchanged = not words and page.endswith("_change")
        setattr(request, NOTHING_CHANGED, unchanged)
        return words

    def get_changelist_form(self, request: HttpRequest, **options: Any) -> Any:
        """Give the fields that a list has in its rows a name each."""
        parent: Any = super()
        return parent.get_changelist_form(request, **{"form": RowForm, **options})

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list; what can't be stored of its rows is refused, not merely shown again."""
        parent: Any = super()
        response: HttpResponse = parent.changelist_view(request, extra_context)
        formset = getattr(
            (getattr(response, "context_data", None) or {}).get("cl"), "formset", None
        )
        if formset and formset.is_bound and not formset.is_valid():
            overtaken = any(form.overtaken for form in formset.forms)
            response.status_code = 409 if overtaken else 422
        return response

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        parent: Any = super()
        parent.delete_model(request, obj)
        forget_pages()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        parent: Any = super()
        parent.delete_queryset(request, queryset)
        forget_pages()

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: Any = messages.INFO,
        *options: Any,
        **named: Any,
    ) -> None:
        parent: Any = super()
        if level == messages.SUCCESS and getattr(request, NOTHING_CHANGED, False):
            level, message = messages.INFO, "Es war nichts zu ändern: Alles ist wie vorher."
        parent.message_user(request, message, level, *options, **named)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        rows = list(queryset)
        name = rows[0]._meta.verbose_name if rows else ""
        Event.objects.write(Event.What.ERASURE, member(request), f"{name}: {len(rows)}")
        parent: Any = super()
        return parent.log_deletions(request, queryset)


class AddressSearch:
    """A search for addresses, in the form in which their owners write them; before Django's class.

    Domains are stored in ASCII (IDNA): those of other letters are few, and looked at one by one.
    """

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        own: Any = self
        for name in own.get_search_fields(request):
            coded = queryset.filter(**{f"{name}__contains": "xn--"}).values_list("pk", name)
            as_written = {key: shown(address) for key, address in coded}
            for part in bare(search_term).lower().split():
                keys = [key for key, address in as_written.items() if part in address]
                queryset = queryset.filter(Q(**{f"{name}__icontains": part}) | Q(pk__in=keys))
        return queryset, False
