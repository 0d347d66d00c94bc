"""An import: its file, its rows, and what became of each."""

from exchange.models.batch import ImportBatch, ImportRow

__all__ = ["ImportBatch", "ImportRow"]
