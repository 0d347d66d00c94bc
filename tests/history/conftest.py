import pytest
from django.contrib.auth.models import Group

from events.models import Event
from institutions.models import Institution, Membership
from staff.roles import Role
from tests import factories
from tests.desk import Editor


@pytest.fixture
def editor() -> Editor:
    """May do everything."""
    return Editor()


@pytest.fixture
def organizer() -> Institution:
    return factories.police()


@pytest.fixture
def seminar(organizer: Institution) -> Event:
    """A public event of the organizer, with a speaker."""
    event = factories.event()
    factories.involvement(event=event, institution=organizer)
    factories.speaker(event=event, person=factories.person())
    return event


def member(organizer: Institution, role: Role, name: str) -> Editor:
    editor = Editor(name)
    editor.user.is_superuser = False
    editor.user.is_staff = True
    editor.user.save()
    editor.user.groups.add(Group.objects.get(name=role))
    Membership.objects.create(user=editor.user, institution=organizer)
    return editor


@pytest.fixture
def author(organizer: Institution) -> Editor:
    return member(organizer, Role.AUTHOR, "salma")


@pytest.fixture
def publisher(organizer: Institution) -> Editor:
    return member(organizer, Role.PUBLISHER, "houda")


@pytest.fixture
def colleague(organizer: Institution) -> Editor:
    return member(organizer, Role.PUBLISHER, "karim")
