"""The API describes itself: validly, completely, in English, and what it answers fits the description."""

import json
import re

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from events.filters import EventFilter, RecommendationFilter
from events.record_filters import TopicFilter
from events.sample_data import load_sample
from portal.api import examples
from portal.api.description import committed, document, generated, written
from portal.api.urls import router
from search.keeping import catch_up
from tests import factories as make

pytestmark = pytest.mark.django_db
RESOURCES = {
    "events": "Event",
    "series": "Series",
    "institutions": "Institution",
    "speakers": "SpeakerProfile",
    "agreements": "Agreement",
    "recommendations": "Recommendation",
    "territories": "Territory",
    "topics": "Topic",
    "documents": "Document",
}


@pytest.fixture
def schema(api):
    answer = api("openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def test_the_schema_is_valid_openapi_3_1(schema):
    assert schema["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(schema).iter_errors()) == []


def test_the_committed_description_is_what_the_code_says(capsys):
    """After a change of the API: `manage.py write_openapi`."""
    fresh = written(generated())

    assert committed() == fresh
    assert "Warning" not in capsys.readouterr().err


def test_the_schema_is_in_english_but_for_what_is_meant_to_be_otherwise(schema):
    assert not re.search("[\u0600-\u06ff]", str(without(schema, "x-enum-labels", "example", "examples")))


def without(value, *names):
    """The description without what is meant to be in other languages."""
    if isinstance(value, dict):
        return {name: without(part, *names) for name, part in value.items() if name not in names}
    return [without(part, *names) for part in value] if isinstance(value, list) else value


def test_every_resource_is_described(schema):
    lists = {f"/api/v1/{name}/" for name in RESOURCES}
    items = {f"/api/v1/{name}/{{id}}/" for name in RESOURCES}

    assert set(schema["paths"]) == lists | items | {"/api/v1/changes/", "/api/v1/search/"}
    assert {method for path in schema["paths"].values() for method in path} == {"get"}


def parameters(schema, path):
    return {
        parameter["name"]: parameter["schema"] for parameter in schema["paths"][path]["get"]["parameters"]
    }


def test_parameters_are_those_of_the_filters(schema):
    shaping = {"lang", "fields", "include"}
    paging = {"cursor", "page_size"} | shaping

    assert set(parameters(schema, "/api/v1/events/")) == set(EventFilter.base_filters) | paging | {"format"}
    recommendations = parameters(schema, "/api/v1/recommendations/")
    assert set(recommendations) == set(RecommendationFilter.base_filters) | paging
    topics = set(parameters(schema, "/api/v1/topics/"))
    assert topics == {*TopicFilter.base_filters, *paging} - {"include"}
    assert set(parameters(schema, "/api/v1/events/{id}/")) == {"id", "format"} | shaping


def test_closed_lists_are_given_with_their_values(schema):
    found = parameters(schema, "/api/v1/events/")

    when = {"type": "string", "enum": ["upcoming", "ongoing", "past"]}
    assert without(found["when"], "x-enum-labels") == {"type": "array", "items": when}
    assert found["when"]["items"]["x-enum-labels"]["past"] == {"ar": "سابقة", "fr": "passées", "en": "past"}
    assert found["after"] == {"type": "string", "format": "date"}
    years = {"type": "integer", "minimum": 1900, "maximum": 2200}
    assert found["year"] == {"type": "array", "items": years}


def test_problems_are_described(schema):
    answers = schema["paths"]["/api/v1/events/{id}/"]["get"]["responses"]

    assert list(answers) == ["200", "304", "308", "400", "401", "404", "406", "429", "500", "503"]
    body = answers["404"]["content"]["application/problem+json"]
    assert body["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert (body["example"]["status"], body["example"]["title"]) == (404, "Not Found")
    assert set(answers["200"]["headers"]) == {"RateLimit", "RateLimit-Policy", "ETag", "Last-Modified"}
    assert set(answers["429"]["headers"]) == {"RateLimit", "RateLimit-Policy", "Retry-After"}


def closed(schema):
    """The same description, allowing nothing that it does not mention."""
    for component in schema["components"]["schemas"].values():
        if component.get("type") == "object" and "properties" in component:
            component["additionalProperties"] = False
    return schema


@pytest.mark.parametrize("language", [None, "fr", "zgh"])
def test_answers_fit_their_description(api, schema, language):
    event = make.full_event(series=make.series(), occasion=make.occasion())
    make.event(super_event=event, starts_precision="unknown", starts_on=None, when_words="قريبا")
    make.citation(event)
    root = closed(schema)

    for resource, name in RESOURCES.items():
        answer = api(f"{resource}/", page_size=100, **({"lang": language} if language else {})).json()
        described = {"$ref": f"#/components/schemas/Paginated{name}List", "components": root["components"]}
        assert answer["results"], resource
        errors = [
            f"{resource} {list(error.path)} {error.message[:200]}"
            for error in OAS31Validator(described).iter_errors(answer)
        ]
        assert errors == []


# Examples ---------------------------------------------------------------------------------------------------
def answers_of(schema):
    """Address, status and each body that is described."""
    for path, told in schema["paths"].items():
        for status, answer in told["get"]["responses"].items():
            for body in answer.get("content", {}).values():
                yield path, status, body


def test_every_answer_has_an_example_that_fits_it(schema):
    wrong = []
    for path, status, body in answers_of(schema):
        given = (
            [body["example"]] if "example" in body else [row["value"] for row in body["examples"].values()]
        )
        fits = OAS31Validator({**body["schema"], "components": schema["components"]})
        wrong += [(path, status, error.message[:200]) for one in given for error in fits.iter_errors(one)]
        wrong += [] if given else [(path, status, "no example")]

    assert wrong == []


def test_examples_are_what_the_api_answers_of_the_sample():
    """After a change of the sample or of an answer: `manage.py write_openapi`."""
    load_sample()
    catch_up()

    operations = examples.operations_of(document())
    del operations["/api/v1/changes/"]  # what was written at once is told in any order
    told = examples.asked_of_the_record(operations)
    kept = {path: example for path, example in examples.kept().items() if path in operations}
    assert without_numbers(told) == without_numbers(kept)


def without_numbers(told):
    """Numbers of rows, what is made of them, and the order of topics (theirs) differ from one database to the next."""
    text = re.sub(r"(cursor|since)=[\w.-]+|/\w+\.png", "", json.dumps(told, ensure_ascii=False))
    return in_one_order(json.loads(re.sub(r"\d+", "0", text)))


def in_one_order(value):
    if isinstance(value, dict):
        return {name: in_one_order(part) for name, part in value.items()}
    return sorted(map(in_one_order, value), key=str) if isinstance(value, list) else value


def test_every_resource_is_open_by_name_and_read_only():
    for _prefix, viewset, _basename in router.registry:
        assert [permission.__name__ for permission in viewset.permission_classes] == ["AllowAny"]
        assert viewset.authentication_classes == []
        assert not {"create", "update", "partial_update", "destroy"} & set(dir(viewset))


def test_the_root_lists_the_resources(api):
    assert list(api("").json()) == [*RESOURCES, "search"]
