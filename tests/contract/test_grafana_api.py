"""What the deploy engine relies on. Where a real Grafana answers otherwise than the fake, the fake is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from generator.deploy import folder_mark, marker
from generator.deploy.content import same
from generator.grafana.contents import contents
from generator.grafana.folder_notes import described, description
from generator.grafana.history import versions
from generator.grafana.library import LivePanel, create_library_panel, library_panel, update_library_panel
from generator.grafana.listing import listed
from generator.grafana.permissions import permissions, set_permissions
from generator.grafana.problem import RejectedError
from generator.grafana.rules import all_rules, delete_rule_group, put_rule_group, rule_group

from .conftest import Grafana


def board(uid: str, **changes: Any) -> dict[str, Any]:
    return {"uid": uid, "title": uid, "panels": [], "schemaVersion": 41, "tags": ["e2e"], "x-own": [1], **changes}


def save(grafana: Grafana, uid: str, folder: str, **changes: Any) -> tuple[int, Any]:
    body = {"dashboard": board(uid, **changes), "folderUid": folder, "overwrite": False, "message": "m"}
    return grafana.call("POST", "/api/dashboards/db", body)


# -- dashboards --------------------------------------------------------------------------------------------------------


def test_a_dashboard_comes_back_as_it_was_posted(grafana: Grafana, folder: str, name: str) -> None:
    client = grafana.client()
    saved = client.save_dashboard(board(name), folder_uid=folder, version=None, message="m")
    live = client.dashboard(name)
    assert live is not None
    assert (live.folder_uid, live.version, saved.version, live.provisioned) == (folder, 1, 1, False)
    assert same(live.dashboard, board(name))


def test_the_version_is_the_lock(grafana: Grafana, folder: str, name: str) -> None:
    assert save(grafana, name, folder)[0] == 200
    status, body = save(grafana, name, folder)
    assert (status, body["status"]) == (412, "version-mismatch")
    assert save(grafana, name, folder, version=7)[0] == 412
    assert save(grafana, name, folder, version=1, title="Other")[0] == 200
    live = grafana.client().dashboard(name)
    assert live is not None
    assert live.version == 2


def test_an_unknown_folder_is_refused(grafana: Grafana, name: str) -> None:
    status, body = save(grafana, name, f"{name}-none")
    assert (status, body["message"]) == (400, "folder not found")


def test_a_save_without_its_folder_moves_to_the_root(grafana: Grafana, folder: str, name: str) -> None:
    assert save(grafana, name, folder)[0] == 200
    body = {"dashboard": board(name, version=1), "overwrite": False}
    assert grafana.call("POST", "/api/dashboards/db", body)[0] == 200
    live = grafana.client().dashboard(name)
    assert live is not None
    assert live.folder_uid == ""


def test_the_history_holds_what_was_applied(grafana: Grafana, folder: str, name: str) -> None:
    client = grafana.client()
    first = marker.stamp(board(name), "e2e")
    client.save_dashboard(first, folder_uid=folder, version=None, message="m")
    client.save_dashboard({**first, "title": "by hand"}, folder_uid=folder, version=1, message="m")
    titles = [one["title"] for one in versions(client, name)]
    assert titles == ["by hand", name]
    assert [marker.edited(one) for one in versions(client, name)] == [True, False]


def test_the_list_shows_whole_boards_with_their_folders(grafana: Grafana, folder: str, name: str) -> None:
    client = grafana.client()
    client.save_dashboard(board(name), folder_uid=folder, version=None, message="m")
    namespace = client.settings().namespace
    found = listed(client, namespace, [name])
    if found is None:
        pytest.skip("this Grafana has no such list: boards are read one by one")
    assert same(found[name].dashboard, board(name))
    assert (found[name].folder_uid, found[name].managed) == (folder, False)


def test_a_deleted_dashboard_is_gone_and_deleting_it_again_is_fine(grafana: Grafana, folder: str, name: str) -> None:
    client = grafana.client()
    client.save_dashboard(board(name), folder_uid=folder, version=None, message="m")
    client.delete_dashboard(name)
    assert client.dashboard(name) is None
    client.delete_dashboard(name)


def test_a_short_refresh_becomes_the_shortest_allowed(grafana: Grafana, folder: str, name: str) -> None:
    client = grafana.client()
    client.save_dashboard(board(name, refresh="1s"), folder_uid=folder, version=None, message="m")
    live = client.dashboard(name)
    assert live is not None
    assert live.dashboard["refresh"] == client.settings().min_refresh


# -- folders -----------------------------------------------------------------------------------------------------------


def test_a_folder_that_exists_is_said_so(grafana: Grafana, folder: str) -> None:
    assert grafana.call("POST", "/api/folders", {"uid": folder, "title": "again"})[0] in (409, 412)


def test_a_folder_is_renamed_in_its_version_only(grafana: Grafana, folder: str) -> None:
    client = grafana.client()
    with pytest.raises(RejectedError) as caught:
        client.update_folder(folder, "New", 99)
    assert caught.value.status == 412
    live = client.folder(folder)
    assert live is not None
    assert client.update_folder(folder, "New", live.version).title == "New"


def test_a_folder_inside_another_and_what_it_holds(grafana: Grafana, folder: str, name: str) -> None:
    client = grafana.client()
    assert contents(client, folder) == {"alertrule": 0, "dashboard": 0, "folder": 0, "librarypanel": 0}
    inner = client.create_folder(f"{name}-g", "Inner", folder)
    assert inner.parent_uid == folder
    held = contents(client, folder)
    assert held is not None
    assert held["folder"] == 1
    client.delete_folder(inner.uid)
    client.delete_folder(inner.uid)
    assert client.folder(inner.uid) is None


def test_a_folder_keeps_its_description_when_it_is_renamed_and_moved(grafana: Grafana, folder: str, name: str) -> None:
    client = grafana.client()
    mark = folder_mark.text("e2e", dict.fromkeys(("title", "parent", "team", "list"), "0" * 16))
    inner = client.create_folder(f"{name}-g", "Inner", folder, mark)
    namespace = client.settings().namespace
    if description(client, namespace, inner.uid) is None:
        client.delete_folder(inner.uid)
        pytest.skip("this Grafana does not show descriptions of folders")
    assert description(client, namespace, inner.uid) == mark
    assert folder_mark.read(mark) is not None
    # As the browser renames, without a description.
    renamed = client.update_folder(inner.uid, "By hand", inner.version)
    moved = client.move_folder(inner.uid, "")
    assert (moved.parent_uid, moved.version > renamed.version) == ("", True)
    (listed_folder,) = [one for one in described(client, namespace) if one.uid == inner.uid]
    assert (listed_folder.title, listed_folder.parent_uid, listed_folder.description) == ("By hand", "", mark)
    back = client.move_folder(inner.uid, folder)
    client.update_folder(inner.uid, "Inner", back.version, "other")
    assert description(client, namespace, inner.uid) == "other"
    assert {one.uid: one.parent_uid for one in described(client, namespace)}[inner.uid] == folder
    client.delete_folder(inner.uid)


def test_what_a_folder_holds_is_counted_at_any_depth(grafana: Grafana, folder: str, name: str) -> None:
    client = grafana.client()
    client.create_folder(f"{name}-g", "Inner", folder)
    client.create_folder(f"{name}-h", "Innermost", f"{name}-g")
    held = contents(client, folder)
    client.delete_folder(f"{name}-h")
    client.delete_folder(f"{name}-g")
    assert held is not None
    assert held["folder"] == 2


def test_permissions_are_replaced_as_a_whole(grafana: Grafana, folder: str) -> None:
    client = grafana.client()
    before = permissions(client, "folders", folder)
    assert before is not None
    assert {"role": "Editor", "permission": 2} in before
    set_permissions(client, "folders", folder, [{"role": "Viewer", "permission": 1}])
    assert permissions(client, "folders", folder) == [{"role": "Viewer", "permission": 1}]


# -- data sources and correlations -------------------------------------------------------------------------------------


def test_a_data_source_keeps_its_secrets_and_never_shows_them(grafana: Grafana, source: str) -> None:
    client = grafana.client()
    live = client.datasource(source)
    assert live is not None
    body = {**live.body, "jsonData": {"a": 1}, "secureJsonData": {"httpHeaderValue1": "secret"}}
    client.update_datasource(source, body)
    client.update_datasource(source, {**live.body, "jsonData": {"a": 2}, "version": 2})
    live = client.datasource(source)
    assert live is not None
    assert live.body["secureJsonFields"] == {"httpHeaderValue1": True}
    assert live.body["jsonData"] == {"a": 2}
    assert "secret" not in str(live.body)


def test_an_older_version_of_a_data_source_is_refused_and_none_at_all_is_not(grafana: Grafana, source: str) -> None:
    client = grafana.client()
    live = client.datasource(source)
    assert live is not None
    client.update_datasource(source, live.body)
    with pytest.raises(RejectedError) as caught:
        client.update_datasource(source, live.body)
    assert caught.value.status == 409
    plain = {key: value for key, value in live.body.items() if key != "version"}
    assert client.update_datasource(source, plain).body["version"] == 1


def test_a_name_that_is_taken(grafana: Grafana, source: str) -> None:
    body = {"uid": f"{source}-x", "name": source, "type": "prometheus", "access": "proxy", "url": "http://127.0.0.1:9"}
    assert grafana.call("POST", "/api/datasources", body)[0] == 409


def test_a_correlation_posted_twice_is_two(grafana: Grafana, source: str) -> None:
    client = grafana.client()
    # Any key of the query is kept: that is where our mark stands.
    target = {"expr": "up", "managedBy": "e2e 0123456789abcdef 0123456789abcdef"}
    config = {"field": "f", "target": target, "type": "query", "transformations": []}
    body = {"targetUID": source, "label": "L", "description": "D", "type": "query", "config": config}
    one = client.create_correlation(source, body)
    two = client.create_correlation(source, body)
    assert one.uid != two.uid
    assert len(client.correlations(source)) == 2
    assert "transformations" not in client.correlations(source)[0].config
    assert client.correlations(source)[0].config["target"] == target
    assert {one.uid, two.uid} <= {each.uid for each in client.all_correlations()}
    client.update_correlation(source, one.uid, {"description": "E"})
    assert {each.description for each in client.correlations(source)} == {"D", "E"}
    client.delete_correlation(source, one.uid)
    client.delete_correlation(source, one.uid)
    assert [each.uid for each in client.correlations(source)] == [two.uid]


# -- alert rules -------------------------------------------------------------------------------------------------------


def rules(uid: str, source: str, **changes: Any) -> dict[str, Any]:
    query = {
        "refId": "A",
        "relativeTimeRange": {"from": 600, "to": 0},
        "datasourceUid": source,
        "model": {"refId": "A", "expr": "up", "instant": True},
    }
    rule = {
        "uid": uid,
        "title": uid,
        "condition": "A",
        "data": [query],
        "noDataState": "OK",
        "execErrState": "Error",
        "for": "5m",
        "annotations": {"summary": "{{ $labels.x }} ${x}", "__managed_by__": "p sha256:x"},
        "labels": {"a": "b"},
        **changes,
    }
    return {"title": "g 1", "interval": 60, "rules": [rule]}


def test_a_rule_group_keeps_what_it_was_given(grafana: Grafana, folder: str, source: str, name: str) -> None:
    client = grafana.client()
    assert rule_group(client, folder, "g 1") is None
    put_rule_group(client, folder, "g 1", rules(name, source))
    there = rule_group(client, folder, "g 1")
    assert there is not None
    (stored,) = there["rules"]
    assert there["interval"] == 60
    assert stored["annotations"] == {"summary": "{{ $labels.x }} ${x}", "__managed_by__": "p sha256:x"}
    assert stored["data"][0]["model"] == {
        "refId": "A",
        "expr": "up",
        "instant": True,
        "intervalMs": 1000,
        "maxDataPoints": 43200,
    }
    assert (stored["for"], stored["isPaused"], stored["keep_firing_for"]) == ("5m", False, "0s")
    (listed_rule,) = [one for one in all_rules(client) if one["uid"] == name]
    assert (listed_rule["folderUID"], listed_rule["ruleGroup"], listed_rule["provenance"]) == (folder, "g 1", "api")


def test_a_rule_group_is_replaced_as_a_whole(grafana: Grafana, folder: str, source: str, name: str) -> None:
    client = grafana.client()
    put_rule_group(client, folder, "g 1", rules(name, source))
    put_rule_group(client, folder, "g 1", rules(f"{name}-2", source))
    there = rule_group(client, folder, "g 1")
    assert there is not None
    assert [one["uid"] for one in there["rules"]] == [f"{name}-2"]
    delete_rule_group(client, folder, "g 1")
    delete_rule_group(client, folder, "g 1")
    assert rule_group(client, folder, "g 1") is None


def test_an_odd_interval_is_refused(grafana: Grafana, folder: str, source: str, name: str) -> None:
    with pytest.raises(RejectedError) as caught:
        put_rule_group(grafana.client(), folder, "g 1", {**rules(name, source), "interval": 7})
    assert caught.value.status == 400


# -- library panels ----------------------------------------------------------------------------------------------------


def test_a_library_panel_has_a_version_and_a_folder(grafana: Grafana, folder: str, name: str) -> None:
    client = grafana.client()
    panel = LivePanel(name, name, folder, 1, {"type": "text", "title": "T", "description": "D", "options": {}})
    made = create_library_panel(client, panel)
    assert (made.version, made.folder_uid, made.model) == (1, folder, panel.model)
    with pytest.raises(RejectedError) as taken:
        create_library_panel(client, panel)
    assert taken.value.status == 400
    changed = update_library_panel(client, panel)
    assert (changed.version, changed.folder_uid) == (2, folder)
    with pytest.raises(RejectedError) as stale:
        update_library_panel(client, panel)
    assert stale.value.status == 412
    assert library_panel(client, f"{name}-none") is None
