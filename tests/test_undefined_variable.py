"""The strictness of tests/undefined_variable.py itself."""

from pathlib import Path

import pytest
from django.template import Context, Engine

from tests.undefined_variable import UndefinedVariable


def engine(folder: Path, *, strict: Path) -> Engine:
    (folder / "page.html").write_text("[{{ heading }}]{% if note %}{{ note }}{% endif %}")
    return Engine(dirs=[str(folder)], string_if_invalid=UndefinedVariable(strict))


def test_undefined_variable_fails_in_a_template_of_ours(tmp_path: Path) -> None:
    page = engine(tmp_path, strict=tmp_path).get_template("page.html")

    with pytest.raises(AssertionError, match=r"page.html uses the undefined variable “heading”"):
        page.render(Context())


def test_undefined_variable_is_silent_in_a_template_of_others(tmp_path: Path) -> None:
    page = engine(tmp_path, strict=tmp_path / "ours").get_template("page.html")

    assert page.render(Context()) == "[]"


def test_defined_variables_and_optional_conditions_pass(tmp_path: Path) -> None:
    page = engine(tmp_path, strict=tmp_path).get_template("page.html")

    assert page.render(Context({"heading": "نبذة"})) == "[نبذة]"
