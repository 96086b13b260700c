from typing import Any

from generator.deploy.wiring import alike, changed_keys, merged


def entry(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, **more}


def test_only_the_wiring_keys_change() -> None:
    live = {"timeInterval": "5s", "a": {"x": 1, "theirs": 2}}
    ours = {"timeInterval": "60s", "a": {"x": 3}, "b": {"y": 1}, "c": 1}
    assert merged(live, ours, ("a", "b", "missing")) == {"timeInterval": "5s", "a": {"x": 3}, "b": {"y": 1}}
    assert live == {"timeInterval": "5s", "a": {"x": 1, "theirs": 2}}


def test_lists_are_merged_by_name_and_foreign_entries_keep_their_place() -> None:
    live = {"derivedFields": [entry("first"), entry("Trace", url="old"), entry("last")]}
    ours = {"derivedFields": [entry("Trace", url="new"), entry("Session")]}
    assert merged(live, ours, ("derivedFields",))["derivedFields"] == [
        entry("first"),
        entry("Trace", url="new"),
        entry("last"),
        entry("Session"),
    ]


def test_several_entries_of_one_name_are_replaced_together() -> None:
    live = {"d": [entry("Trace", n=1), entry("other"), entry("Trace", n=2)]}
    ours = {"d": [entry("Trace", n=3), entry("Trace", n=4)]}
    assert merged(live, ours, ("d",))["d"] == [entry("Trace", n=3), entry("Trace", n=4), entry("other")]


def test_entries_without_a_name_are_themselves() -> None:
    live = {"d": ["x", {"url": "u"}]}
    assert merged(live, {"d": [{"url": "u"}, {"url": "v"}]}, ("d",))["d"] == ["x", {"url": "u"}, {"url": "v"}]


def test_a_list_where_there_was_none() -> None:
    assert merged({}, {"d": [entry("a")]}, ("d",)) == {"d": [entry("a")]}
    assert merged({"d": "odd"}, {"d": [entry("a")]}, ("d",)) == {"d": [entry("a")]}


def test_merging_again_changes_nothing() -> None:
    live = {"d": [entry("first"), entry("Trace", url="old")], "a": {"x": 1}}
    ours = {"d": [entry("Trace", url="new"), entry("Session")], "a": {"x": 2}}
    once = merged(live, ours, ("d", "a"))
    assert merged(once, ours, ("d", "a")) == once
    assert changed_keys(live, once) == ("a", "d")
    assert changed_keys(once, once) == ()


def test_values_are_compared_as_json() -> None:
    assert alike({"a": 1.0, "b": None}, {"a": 1})
    assert not alike({"a": 1}, {"a": True})
