"""Lists of the administration: they show, filter and order by what they offer, by nothing else."""

from itertools import chain
from typing import Any

from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest

from ruhrdialog.lib.addresses import bare, shown
from ruhrdialog.lib.events import Event
from ruhrdialog.lib.staff import member


class OfferedList(ChangeList):
    """A list that takes the parameters of its own filters and of its hierarchy of dates.

    Django takes a lookup on any field of the model: `?token__gte=m` tells a hidden column letter by
    letter, by how many rows there are.
    """

    def get_filters(self, request: HttpRequest) -> Any:
        values = chain.from_iterable(self.get_filters_params().values())
        if any("\0" in value for value in values):
            raise BadRequest("Postgres takes no NUL.")
        try:
            found = super().get_filters(request)
        except (ValueError, OverflowError) as error:  # the year 9999 has no next one
            raise BadRequest("No such date.") from error
        left = set(found[2])  # what no filter has taken
        if f"{self.date_hierarchy}__year" in self.filter_params:
            left -= {f"{self.date_hierarchy}__gte", f"{self.date_hierarchy}__lt"}
        if left:
            raise DisallowedModelAdminLookup(f"No filter for {', '.join(sorted(left))}.")
        return found


class HouseAdmin:
    """What every page of the administration keeps to; it stands before Django's class.

    Lists are filtered by what they offer, and what is deleted is written down.
    """

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return OfferedList

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
