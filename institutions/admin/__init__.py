"""The staff's pages on who and where. One module an aggregate; ``desk`` is what they share."""

from institutions.admin import agreements, institutions, people, places, site

__all__ = ["agreements", "institutions", "people", "places", "site"]
