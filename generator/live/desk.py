"""Where all questions go through: few at a time, equal ones once, all of them counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock, Semaphore, local
from time import monotonic
from typing import Any, TypeVar

from generator.live.problem import StoreError

#: Questions that are under way at a time.
AT_ONCE = 6

#: So often in a row a store may not be reached before it is left alone: one gateway error is none of the store's.
_MISSED = 3

_T = TypeVar("_T")
_U = TypeVar("_U")


class Desk:
    """Asks, and remembers what was answered. `clock` gives seconds and can be replaced in tests.

    A question that failed is remembered too: asking it again would cost the same time for the same words. So is a
    store that was not reached several times in a row: whatever else it would be asked fails at once.
    """

    def __init__(self, at_once: int = AT_ONCE, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self._at_once = at_once
        self._doors = Semaphore(at_once)
        self._lock = Lock()
        self._answers: dict[Hashable, Future[tuple[Any, float]]] = {}
        self._gone: dict[str, StoreError] = {}
        self._missed: dict[str, int] = {}
        self._asked = 0
        self._mine = local()

    @property
    def spent(self) -> float:
        """Seconds that the answers took which this thread was given, however often others had them before."""
        spent: float = getattr(self._mine, "spent", 0.0)
        return spent

    @property
    def asked(self) -> int:
        """Different questions sent so far."""
        return self._asked

    def once(self, key: Hashable, ask: Callable[[], _T], store: str = "") -> _T:
        """The answer to a question, asked the first time its key appears. StoreError as it came.

        `store` names who is asked, so that one that is not reached is left alone from then on.
        """
        return self.timed(key, ask, store)[0]

    def timed(self, key: Hashable, ask: Callable[[], _T], store: str = "") -> tuple[_T, float]:
        """The answer, and the seconds it took the first time."""
        with self._lock:
            answer = self._answers.get(key)
            mine = answer is None
            if answer is None:
                answer = self._answers[key] = Future()
        if mine:
            self._answer(answer, ask, store)
        value, seconds = answer.result()
        self._mine.spent = self.spent + seconds
        return value, seconds

    def _answer(self, answer: Future[tuple[Any, float]], ask: Callable[[], Any], store: str) -> None:
        with self._doors:
            gone = self._gone.get(store)
            if gone is not None:
                answer.set_exception(gone)
                return
            with self._lock:
                self._asked += 1
            started = self.clock()
            try:
                value = ask()
            except StoreError as error:
                self._note(store, error)
                answer.set_exception(error)
            except BaseException as error:
                # Whoever waits for the same answer must not wait for ever.
                answer.set_exception(error)
                raise
            else:
                self._note(store, None)
                answer.set_result((value, self.clock() - started))

    def _note(self, store: str, error: StoreError | None) -> None:
        """Keeps count of a store that is not reached; one that answers, be it a no, starts anew."""
        with self._lock:
            if error is None or error.why != "unreachable":
                self._missed[store] = 0
                return
            self._missed[store] = self._missed.get(store, 0) + 1
            if store and self._missed[store] >= _MISSED:
                self._gone[store] = error

    def both(self, one: Callable[[], _T], other: Callable[[], _U]) -> tuple[_T, _U]:
        """What two pieces of work give, done at the same time."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            waiting = pool.submit(other)
            return one(), waiting.result()

    def all(self, work: Callable[[_T], _U], items: Iterable[_T]) -> list[_U]:
        """What `work` makes of each item, several at a time, in the order of the items."""
        waiting = list(items)
        if len(waiting) < 2:
            return [work(item) for item in waiting]
        with ThreadPoolExecutor(max_workers=self._at_once) as pool:
            return list(pool.map(work, waiting))


def key_of(*parts: Any) -> str:
    """A key for a question made of JSON values."""
    return json.dumps(parts, sort_keys=True, default=str)
