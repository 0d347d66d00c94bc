"""Columns that keep themselves right: addresses made from names, unique and never reused; derived copies."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from institutions.addresses import object_at
from institutions.models import FormerAddress, Institution, Person, Territory
from tests import factories
from tests.factories import saved

pytestmark = pytest.mark.django_db


def renamed(row, slug):
    row.slug = slug
    return saved(row)


def former():
    return list(FormerAddress.objects.order_by("pk").values_list("slug", "object_id"))


# Made from names --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("names", "slug"),
    [
        ({"name_fr": "Fès", "name_ar": "فاس", "name_en": "Fez"}, "fes"),
        ({"name_fr": "", "name_ar": "فاس", "name_en": "Fez"}, "fez"),
        ({"name_fr": "", "name_ar": "سيدي البرنوصي"}, "sidi-al-barnousi"),
        ({"name_fr": "L'Oriental", "name_ar": "الشرق"}, "l-oriental"),
        ({"name_fr": "!!!", "name_ar": "؟؟؟"}, "territory"),
    ],
)
def test_address_is_ascii_made_from_the_most_readable_name(names, slug):
    assert factories.territory(**names).slug == slug


def test_acronym_makes_the_address_of_an_institution():
    assert factories.police().slug == "dgsn"


def test_year_ends_the_address_of_an_event():
    assert factories.event(name_fr="Journées portes ouvertes").slug == "journees-portes-ouvertes-2023"


def test_kind_place_and_date_make_the_address_of_an_untitled_event():
    meeting = factories.event(name_ar="", name_fr="", kind="community_meeting")

    assert meeting.slug == "community-meeting-fes-2023-05-17"


def test_long_name_is_cut_at_a_word():
    slug = factories.territory(name_fr="prefecture " * 18).slug

    assert slug == "-".join(["prefecture"] * 7)


def test_typed_address_is_kept():
    assert factories.territory(slug="fes-la-neuve").slug == "fes-la-neuve"


def test_address_does_not_follow_a_change_of_name():
    city = factories.territory()
    city.name_fr = "Fez"

    saved(city)

    assert (city.slug, former()) == ("fes", [])


# Unique -------------------------------------------------------------------------------------------------------
def test_same_name_gets_a_number():
    assert [factories.police().slug for _ in range(3)] == ["dgsn", "dgsn-2", "dgsn-3"]


def test_number_is_of_the_same_name_only():
    factories.territory(name_fr="Fès Médina")

    assert factories.territory(name_fr="Fès").slug == "fes"


def test_same_word_may_lead_to_rows_of_different_models():
    assert (factories.territory(name_fr="Fès").slug, factories.institution(name_fr="Fès").slug) == (
        "fes",
        "fes",
    )


def test_database_refuses_an_address_twice():
    factories.territory(slug="fes")

    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.bulk_create([Territory(name_ar="فاس", kind="prefecture", slug="fes")])


# Never reused ---------------------------------------------------------------------------------------------------
def test_former_address_is_kept_and_leads_to_the_row():
    institution = renamed(factories.police(), "surete-nationale")

    assert former() == [("dgsn", institution.pk)]
    assert object_at(Institution.objects.all(), "dgsn") == institution


def test_every_former_address_leads_to_the_row():
    institution = factories.police()
    for slug in ("surete", "surete-nationale", "police"):
        renamed(institution, slug)

    assert former() == [(slug, institution.pk) for slug in ("dgsn", "surete", "surete-nationale")]
    assert {object_at(Institution.objects.all(), slug) for slug, _pk in former()} == {institution}


def test_former_address_is_not_given_to_another_row():
    renamed(factories.police(), "surete-nationale")

    assert factories.police().slug == "dgsn-2"


def test_former_address_of_another_model_is_free():
    renamed(factories.police(), "surete-nationale")

    assert factories.territory(name_fr="DGSN").slug == "dgsn"


def test_row_may_take_its_own_former_address_back():
    institution = renamed(renamed(factories.police(), "surete-nationale"), "dgsn")

    assert object_at(Institution.objects.all(), "dgsn") == institution
    assert object_at(Institution.objects.all(), "surete-nationale") == institution


def test_address_emptied_in_a_form_is_made_again():
    institution = factories.police(slug="surete")

    renamed(institution, "")

    assert (institution.slug, former()) == ("dgsn", [("surete", institution.pk)])


def test_former_address_typed_by_hand_for_another_row_is_refused():
    moved = renamed(factories.police(), "surete-nationale")

    with pytest.raises(ValidationError) as refused:
        factories.police(slug="dgsn")

    assert list(refused.value.message_dict) == ["slug"]
    assert object_at(Institution.objects.all(), "dgsn") == moved


def test_address_of_a_deleted_row_is_not_given_to_another():
    factories.territory(name_fr="Fès").delete()

    assert factories.territory(name_fr="Fès").slug != "fes"


def test_former_address_leads_nowhere_when_its_row_is_not_among_those_asked():
    institution = renamed(factories.police(), "surete-nationale")
    saved_as_draft = {"publication_state": "draft"}
    Institution.objects.filter(pk=institution.pk).update(**saved_as_draft)

    for slug in ("dgsn", "surete-nationale", "never"):
        with pytest.raises(Http404):
            object_at(Institution.objects.public(), slug)


def test_saving_without_a_new_address_remembers_nothing():
    institution = factories.police()

    saved(institution)

    assert former() == []


# Derived columns ------------------------------------------------------------------------------------------------
def test_search_and_sort_copies_follow_the_names():
    person = factories.person(name_ar="نَجوى أشركي")
    first = (person.search_text, person.sort_key)
    person.name_ar, person.name_fr = "مُحمّد الأبيض", "Mohamed El Abiad"

    saved(person)

    person.refresh_from_db()
    assert first == ("نجوي اشركي najoua achergui", "نجوي اشركي")
    assert (person.search_text, person.sort_key) == ("محمد الابيض mohamed el abiad", "محمد الابيض")


def test_rows_created_in_bulk_are_derived_as_well():
    Person.objects.bulk_create([Person(name_ar="إحسان الحافظي")])

    created = Person.objects.get()

    assert (created.search_text, created.sort_key) == ("احسان الحافظي", "احسان الحافظي")
    assert created.slug == "ihsan-al-hafdi"


def test_path_of_a_place_is_that_of_its_parents_and_its_own():
    region = factories.territory(name_fr="Casablanca-Settat", kind="region", hcp_code="06")
    district = factories.territory(name_fr="Hay Hassani", kind="district", parent=region)

    assert (region.path, district.path) == ("06/", "06/hay-hassani/")
    assert set(Territory.objects.within(region)) == {region, district}
    assert list(Territory.objects.within(district)) == [district]


def test_place_is_not_within_another_whose_code_begins_alike():
    casa = factories.territory(name_fr="Casa", hcp_code="06")
    factories.territory(name_fr="Autre", hcp_code="060")

    assert list(Territory.objects.within(casa)) == [casa]


def test_place_that_moves_takes_what_lies_within_along():
    casa, fes = factories.territory(name_fr="Casa"), factories.territory(name_fr="Fès")
    district = factories.territory(name_fr="District", parent=casa)
    quarter = factories.territory(name_fr="Quartier", parent=district)
    district.parent = fes

    saved(district)

    quarter.refresh_from_db()
    assert quarter.path == "fes/district/quartier/"


def test_saving_costs_one_query_for_the_address():
    institution = factories.police()

    with CaptureQueriesContext(connection) as queries:
        institution.save()

    assert [query["sql"].split()[0] for query in queries] == ["SELECT", "UPDATE"]
