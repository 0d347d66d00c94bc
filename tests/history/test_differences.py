"""Two changes of one thing, and what becomes of both."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from history.differences import WHOLE_ROW, Kind, conflict_key, difference, merge

FIELDS = st.fixed_dictionaries(
    {"name": st.sampled_from("abc"), "topics": st.lists(st.integers(1, 4), unique=True).map(sorted)}
)
SNAPSHOTS = st.dictionaries(st.sampled_from(["speakers/1", "speakers/2", "speakers/-1"]), FIELDS).flatmap(
    lambda parts: FIELDS.map(lambda root: {"": root, **parts})
)


def shot(**root: Any) -> dict[str, Any]:
    return {"": root}


def test_difference_names_the_row_and_the_field() -> None:
    [change] = difference(shot(name="a", kind="x"), shot(name="b", kind="x"))

    assert (change.path, change.kind, change.fields) == ("", Kind.CHANGED, {"name": ("a", "b")})


def test_column_that_the_model_has_gained_is_no_difference_while_empty() -> None:
    assert difference(shot(name="a"), shot(name="a", note="")) == []
    assert len(difference(shot(name="a"), shot(name="a", note="new"))) == 1


def test_changes_of_different_fields_go_together() -> None:
    merged = merge(shot(name="a", kind="x"), shot(name="b", kind="x"), shot(name="a", kind="y"))

    assert (merged.result, merged.conflicts) == (shot(name="b", kind="y"), [])


def test_changes_of_one_field_clash_and_mine_stands_until_theirs_is_chosen() -> None:
    base, mine, theirs = shot(name="a"), shot(name="b"), shot(name="c")

    merged = merge(base, mine, theirs)
    chosen = merge(base, mine, theirs, theirs_win=frozenset({conflict_key("", "name")}))

    assert (merged.result, merged.conflicts) == (mine, [("", "name")])
    assert chosen.result == theirs


def test_lists_gain_and_lose_what_either_side_added_or_removed() -> None:
    merged = merge(shot(topics=[1, 2]), shot(topics=[2, 3]), shot(topics=[1, 2, 4]))

    assert merged.result == shot(topics=[2, 3, 4])


def test_row_that_one_side_removed_and_the_other_changed_is_a_clash() -> None:
    base = {**shot(), "speakers/1": {"name": "a"}}

    merged = merge(base, shot(), {**shot(), "speakers/1": {"name": "b"}})

    assert merged.conflicts == [("speakers/1", WHOLE_ROW)]
    assert merged.result == shot()


def test_part_goes_with_its_owner() -> None:
    base = {**shot(), "speakers/1": {"name": "a"}}
    theirs = {**base, "speakers/1/statements/-1": {"text": "t"}}

    assert merge(base, shot(), theirs).result == shot()


@given(SNAPSHOTS, SNAPSHOTS)
def test_change_of_one_side_only_stands_as_it_is(base: dict[str, Any], changed: dict[str, Any]) -> None:
    assert merge(base, changed, base).result == changed
    assert merge(base, base, changed).result == changed
    assert merge(base, changed, base).conflicts == []


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS)
def test_both_sides_find_the_same_clashes(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    assert sorted(merge(base, mine, theirs).conflicts) == sorted(merge(base, theirs, mine).conflicts)


@given(SNAPSHOTS, SNAPSHOTS)
def test_nothing_differs_only_between_equals(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert difference(one, one) == []
    assert bool(difference(one, other)) == (one != other) or not any(
        fields["topics"] for shot in (one, other) for fields in shot.values()
    )
