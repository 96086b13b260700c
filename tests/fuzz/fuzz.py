"""Breaks files and queries and judges them, on all processors; says what crashed or hung. `make fuzz` runs it."""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.fuzz.trial import break_file, break_query, try_file, try_query

#: Trials of one task, half of them files and half queries; and the seconds of processor after which one hangs.
CHUNK, PATIENCE = 500, 15


def trial(seed: int) -> None:
    """One broken file or query, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311
    if seed % 2:
        try_file(*break_file(rng))
    else:
        try_query(*break_query(rng))


def chunk(first: int) -> tuple[list[tuple[int, str]], float, int]:
    """The failures of some trials, the slowest one's seconds and its seed."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"longer than {PATIENCE} s")

    signal.signal(signal.SIGPROF, give_up)
    failures: list[tuple[int, str]] = []
    slowest, which = 0.0, first
    for seed in range(first, first + CHUNK):
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        started = time.process_time()
        try:
            trial(seed)
        except Exception:  # noqa: BLE001 -- whatever it is, it is what we look for
            failures.append((seed, traceback.format_exc()))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        took = time.process_time() - started
        if took > slowest:
            slowest, which = took, seed
    return failures, slowest, which


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, help="only this one, with its traceback")
    asked = parser.parse_args()
    if asked.seed is not None:
        trial(asked.seed)
        return 0
    failures: list[tuple[int, str]] = []
    slowest = (0.0, 0)
    starts = range(asked.first, asked.first + asked.count, CHUNK)
    with ProcessPoolExecutor(asked.processes) as pool:
        for number, (found, seconds, seed) in enumerate(pool.map(chunk, starts), 1):
            failures += found
            slowest = max(slowest, (seconds, seed))
            for failed, what in found[:3]:
                sys.stderr.write(f"seed {failed}:\n{what}\n")
            if number % 20 == 0:
                sys.stderr.write(f"{number * CHUNK} trials, {len(failures)} failures\n")
    sys.stdout.write(
        f"{len(starts) * CHUNK} trials, {len(failures)} failures, slowest {slowest[0]:.2f} s (seed {slowest[1]})\n"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
