"""Tables that anybody may take away: what the public pages say, one row each, for spreadsheets and statistics.

They are made to be read. The tables of the staff, which can be sent back, are ``exchange.export``.
"""

from exchange.tables.event_columns import EVENTS
from exchange.tables.recommendation_columns import RECOMMENDATIONS
from exchange.tables.rows import rows_of
from exchange.tables.sheet import Sheet, workbook
from exchange.tables.table import Reader, Table

__all__ = ["EVENTS", "RECOMMENDATIONS", "Reader", "Sheet", "Table", "rows_of", "workbook"]
