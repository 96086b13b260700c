"""Carries a plan out: step by step, going on after a failure, stopping when going on is of no use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from generator.config.model import Folder
from generator.deploy.desired import Mode, Paste, Render
from generator.deploy.interrupt import deferred
from generator.deploy.journal import Journal, Unrecorded
from generator.deploy.plan import draw_up
from generator.deploy.result import Report, Result
from generator.deploy.situation import Options
from generator.deploy.step import Action, Done, EditedError, RefusedError, Step
from generator.errors import AuthError, Exit, GeneratorError
from generator.grafana.client import Client
from generator.grafana.problem import NotJsonError, RejectedError, UnauthorizedError, UnreachableError

_AGAIN = "run the same command again: it compares first and writes only what is missing"


def upload(
    client: Client,
    render: Render,
    mode: Mode,
    folder: Folder | None,
    paste: Paste,
    force: bool = False,
    progress: Callable[[Result], None] | None = None,
    *,
    options: Options | None = None,
    journal: Journal | None = None,
) -> Report:
    """Bring a Grafana to what `render` says, and tell what became of each resource.

    `folder` replaces the project's own when given; `options`, when given, says more than the other arguments can,
    and wins. `progress` is called with each result as soon as it is known.
    Raises before anything is written what makes the whole run impossible (`generator.deploy.plan.draw_up`);
    Ctrl-C ends the run after the request under way, with a report of what was done.
    """
    try:
        steps = draw_up(client, render, options or Options(mode, paste, folder, force))
    except KeyboardInterrupt:
        return Report((), Exit.CANCELLED)
    return apply(client, steps, progress, journal)


def apply(
    client: Client,
    steps: Sequence[Step],
    progress: Callable[[Result], None] | None = None,
    journal: Journal | None = None,
) -> Report:
    """Carry out steps in their order, one request at a time. The journal keeps what stood there before the first
    one that writes, and what became of each."""
    journal = journal or Unrecorded()
    if any(step.write is not None for step in steps):
        journal.open(client, steps)
    run = _Run(client, journal)
    results = []
    with deferred(lambda: client.transport.waiting) as interrupted:
        for step in steps:
            if interrupted() and run.ended is None:
                run.ended = Exit.CANCELLED
            result = run.take(step)
            results.append(result)
            if progress is not None:
                progress(result)
        if interrupted() and run.ended is None:
            run.ended = Exit.CANCELLED
    return Report(tuple(results), run.ended or _denied_everything(results, run.denied))


class _Run:
    """What the steps so far mean for the next one."""

    def __init__(self, client: Client, journal: Journal) -> None:
        self._journal = journal
        self.ended: Exit | None = None
        #: Results that failed for want of permission.
        self.denied = 0
        self._client = client
        #: Keys of what does not stand on the server although others build on it.
        self._missing: set[str] = set()

    def take(self, step: Step) -> Result:
        result = self._outcome(step)
        if result.error and not step.exists:
            self._missing.add(step.key)
        return result

    def _outcome(self, step: Step) -> Result:
        plain = Result(step.kind, step.uid, step.title, step.action, step.url, step.note, changes=step.changes)
        if step.failure is not None:
            return self._failure(plain, step.failure)
        if step.write is None:
            return plain
        if self.ended is not None:
            why = "the run was stopped" if self.ended is Exit.CANCELLED else "Grafana refused the credentials"
            return replace(plain, action="skip", note="", error=f"not written: {why}", fix=_AGAIN)
        lacking = next((key for key in step.needs if key in self._missing), None)
        if lacking is not None:
            return replace(plain, action="skip", note="", error=f"not written: {lacking} is not there", fix=_AGAIN)
        transport = self._client.transport
        sent, started = transport.written, transport.clock()
        self._journal.begin(step)
        try:
            done = self._sent(step)
            self._journal.done(step, done)
            result = replace(plain, uid=done.uid, url=done.url)
        except GeneratorError as error:
            result = self._failure(plain, error)
            self._journal.failed(step, error)
        except KeyboardInterrupt:
            self.ended = Exit.CANCELLED
            result = _broken_off(plain, unsent=transport.waiting)
        spent = (transport.clock() - started) * 1000
        return replace(result, attempts=transport.written - sent, duration_ms=round(spent))

    def _sent(self, step: Step) -> Done:
        """Write it. When the answer does not come it is looked for, not sent again: it may have been written."""
        if step.write is None:
            raise AssertionError("only steps that write are sent")
        try:
            return step.write.send(self._client)
        except GeneratorError as error:
            if not _perhaps_written(error):
                raise
            try:
                landed = step.write.landed(self._client)
            except GeneratorError:
                landed = None
            if landed is None:
                raise
            return landed

    def _failure(self, plain: Result, error: GeneratorError) -> Result:
        if isinstance(error, UnauthorizedError):
            self.ended = Exit.AUTH
        if isinstance(error, AuthError):
            self.denied += 1
        refused: Action = "edited" if isinstance(error, EditedError) else "refused"
        action = refused if isinstance(error, RefusedError) else "failed"
        return replace(
            plain, action=action, note="" if action != "edited" else plain.note, error=error.summary, fix=error.fix
        )


def _perhaps_written(error: GeneratorError) -> bool:
    if isinstance(error, UnreachableError):
        return not error.unsent
    return isinstance(error, NotJsonError) or (isinstance(error, RejectedError) and error.status >= 500)


def _broken_off(plain: Result, *, unsent: bool) -> Result:
    if unsent:
        return replace(plain, action="skip", note="", error="not written: the run was stopped", fix=_AGAIN)
    error = "stopped before Grafana answered: it may have been written all the same"
    return replace(plain, action="failed", note="", error=error, fix=_AGAIN)


def _denied_everything(results: Sequence[Result], denied: int) -> Exit | None:
    """AUTH when every failure is a missing permission and nothing is as wanted."""
    failures = sum(result.action in ("failed", "refused", "edited") for result in results)
    if denied and denied == failures and not any(result.good for result in results):
        return Exit.AUTH
    return None
