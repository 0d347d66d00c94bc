"""Versions in the staff's pages: how a form is saved, what happens when two save it, who approves what."""

from history.admin import records, revisions

__all__ = ["records", "revisions"]
