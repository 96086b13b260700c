"""Does one thing to many shares of work, in as many processes as there are processors."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from generator.errors import GeneratorError

Share = TypeVar("Share")
Result = TypeVar("Result")

#: Shares below which other processes are not worth their start.
_FEW = 8


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1


def each(task: Callable[[Share], Result], shares: Sequence[Share], jobs: int) -> Iterator[Result]:
    """What the task makes of each share, in their order, made by `jobs` processes; by this one for 1, or a few shares.

    The task, the shares and the results go from one process to another, so all of them can be pickled where there are
    more than a few shares. The task goes once. GeneratorError when a process was ended from outside.
    """
    if jobs == 1 or len(shares) < _FEW:
        yield from map(task, shares)
        return
    pool = ProcessPoolExecutor(min(jobs, len(shares)), initializer=_begin, initargs=(task,))
    try:
        yield from pool.map(_work, shares)
    except BrokenProcessPool:
        reason = "a process that worked on files was ended from outside, most likely for want of memory"
        raise GeneratorError(reason, "use fewer at once: --jobs 1") from None
    finally:
        pool.shutdown(cancel_futures=True)


def seldom_collect() -> None:
    """For a process that judges boards: one is many small objects that live as long as it does, and looking for cycles
    after every 700 of them takes a quarter of all the time.
    """
    gc.set_threshold(100_000)


#: What a process of the crew does with each share.
_task: Callable[[Any], Any]


def _begin(task: Callable[[Any], Any]) -> None:
    global _task
    _task = task
    seldom_collect()
    # Ctrl-C ends the process that waits for these; it ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(share: Any) -> Any:
    return _task(share)
