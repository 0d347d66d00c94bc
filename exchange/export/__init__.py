"""From events to files that can be sent back: the same columns, the same words."""

from exchange.export.rows import MOST_EXPORTED, exported_rows
from exchange.export.template import template_workbook
from exchange.export.writers import csv_lines, workbook_of

__all__ = ["MOST_EXPORTED", "csv_lines", "exported_rows", "template_workbook", "workbook_of"]
