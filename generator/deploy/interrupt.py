"""Ctrl-C while writing: the request under way is finished first, so that its outcome is known."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def deferred(idle: Callable[[], bool]) -> Iterator[Callable[[], bool]]:
    """While it is open, the first Ctrl-C is only noted, and what this yields tells whether there was one.

    A second one, or one while `idle` says that nothing is under way, raises KeyboardInterrupt at once. Where the
    process handles Ctrl-C in its own way, or this is not the main thread, nothing is changed.
    """
    noted = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal noted
        if noted or idle():
            raise KeyboardInterrupt
        noted = True

    in_main_thread = threading.current_thread() is threading.main_thread()
    if not in_main_thread or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield lambda: False
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: noted
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
