"""Few at a time, equal ones once, all counted."""

from __future__ import annotations

import threading

import pytest

from generator.live.desk import Desk, key_of
from generator.live.problem import StoreError, Why


def test_an_equal_question_is_asked_once() -> None:
    desk = Desk()
    asked: list[str] = []

    def ask(word: str) -> str:
        asked.append(word)
        return word * 2

    answers = desk.all(lambda word: desk.once(key_of("q", word), lambda: ask(word)), ["a", "b", "a", "a", "b"])
    assert answers == ["aa", "bb", "aa", "aa", "bb"]
    assert sorted(asked) == ["a", "b"]
    assert desk.asked == 2


def test_a_failed_question_fails_again_without_being_asked_again() -> None:
    desk = Desk()
    asked: list[int] = []

    def fail() -> None:
        asked.append(1)
        raise StoreError("silent", "no answer")

    for _ in range(3):
        with pytest.raises(StoreError, match="no answer"):
            desk.once("key", fail)
    assert asked == [1]


def test_no_more_questions_than_allowed_are_under_way() -> None:
    desk = Desk(at_once=2)
    lock = threading.Lock()
    running = most = 0

    def ask() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.01)
        with lock:
            running -= 1

    # Nested, as panels of boards are.
    desk.all(lambda outer: desk.all(lambda inner: desk.once((outer, inner), ask), range(5)), range(4))
    assert 1 <= most <= 2


def test_the_seconds_of_an_answer_count_for_everyone_who_gets_it() -> None:
    ticks = iter([0.0, 3.0])
    desk = Desk(clock=lambda: next(ticks))
    assert desk.timed("key", lambda: 1) == (1, 3.0)
    assert desk.timed("key", lambda: 2) == (1, 3.0)
    assert desk.spent == 6.0


def test_a_store_that_nobody_answers_for_is_left_alone() -> None:
    desk = Desk()
    asked: list[str] = []

    def ask(word: str, why: Why) -> str:
        asked.append(word)
        raise StoreError(why, f"{word}: no")

    told: tuple[tuple[str, Why], ...] = (
        ("a", "unreachable"),
        ("b", "unreachable"),
        ("c", "refused"),
        ("d", "unreachable"),
        ("f", "unreachable"),
        ("g", "unreachable"),
    )
    for word, why in told:
        with pytest.raises(StoreError, match=f"{word}: no"):
            desk.once(word, lambda word=word, why=why: ask(word, why), "loki")  # type: ignore[misc]
    with pytest.raises(StoreError, match="g: no"):
        desk.once("h", lambda: "never", "loki")
    assert desk.once("e", lambda: "another store", "tempo") == "another store"
    assert asked == ["a", "b", "c", "d", "f", "g"]
    assert desk.asked == 7


def test_two_pieces_of_work_are_done_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=10)
    first, second = Desk().both(lambda: meeting.wait() >= 0, lambda: [meeting.wait()])
    assert first is True
    assert len(second) == 1
