"""From a file that somebody sent to rows of cells. Nothing here knows the database."""

from exchange.files.reading import LARGEST, MEGABYTE, Table, TypedRow, read_table

__all__ = ["LARGEST", "MEGABYTE", "Table", "TypedRow", "read_table"]
