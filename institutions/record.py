"""Which rows of who and where are kept with their history, and what belongs to each."""

from history.registry import Part, register
from institutions.models import Agreement, Institution, Person, Territory


def register_all() -> None:
    register(Institution, "other_names")
    register(Person, "other_names", "positions")
    register(Agreement, Part("further", model="institutions.AgreementParty"), "signatories", "areas")
    register(Territory, "aliases")
