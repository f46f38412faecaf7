"""All that the portal stores: the one table, a row for each kind of data, in the order of deleting.

`/datenschutz/` and docs/privacy.md show it, retention.py keeps it. A test compares it with all
models and tables, so that nothing is stored without standing here.
"""

from survey.upkeep.data_of_citizens import CITIZENS
from survey.upkeep.data_of_portal import PORTAL
from survey.upkeep.data_of_staff import STAFF

STORED_DATA = (*CITIZENS, *STAFF, *PORTAL)
