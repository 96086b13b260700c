"""A real, headless Chromium, driven over a pipe by the DevTools protocol. Needs no driver and no WebSocket."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus
from types import TracebackType
from typing import Any

from demo.process import DemoError

#: Where --remote-debugging-pipe makes Chromium read and write.
_READS, _WRITES = 3, 4
_ANSWER_SECONDS = 60
#: No sandbox: in a container its user namespaces are not there. Only pages of the demo are opened.
_OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")


class Chromium:
    """A browser with a profile of its own, which is thrown away at the end."""

    def __init__(
        self, program: str = "chromium", options: Sequence[str] = (), size: tuple[int, int] = (1280, 900)
    ) -> None:
        path = shutil.which(program)
        if not path:
            raise DemoError(f"{program} is not on the PATH")
        self._profile = tempfile.mkdtemp(prefix="demo-chromium-")
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # Lifted above 10: neither may lie where the other has to go.
        high_in, high_out = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (theirs_in, theirs_out))
        self._pid = os.posix_spawn(
            path,
            [
                path,
                *_OPTIONS,
                f"--user-data-dir={self._profile}",
                f"--window-size={size[0]},{size[1]}",
                *options,
                "--remote-debugging-pipe",
                "about:blank",
            ],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_DUP2, 1, 2),
                (os.POSIX_SPAWN_DUP2, high_in, _READS),
                (os.POSIX_SPAWN_DUP2, high_out, _WRITES),
            ],
            setpgroup=0,
        )
        for end in (theirs_in, theirs_out, high_in, high_out):
            os.close(end)
        self._in, self._out = ours_in, ours_out
        self._received = b""
        self._asked = 0

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the browser and everything it started, and removes its profile."""
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)
        for end in (self._in, self._out):
            os.close(end)
        shutil.rmtree(self._profile, ignore_errors=True)

    def ask(self, method: str, session: str = "", **parameters: Any) -> Any:
        """The answer to one command. Raises DemoError for an error, or when there is no answer."""
        number = self.tell(method, session, **parameters)
        deadline = time.monotonic() + _ANSWER_SECONDS
        while True:
            message = self._message(deadline)
            if message.get("id") == number:
                if "error" in message:
                    raise DemoError(f"Chromium refuses {method}: {message['error'].get('message')}")
                return message["result"]

    def tell(self, method: str, session: str = "", **parameters: Any) -> int:
        """Sends one command and does not wait for its answer, which will bear this number."""
        self._asked += 1
        command: dict[str, Any] = {"id": self._asked, "method": method, "params": parameters}
        if session:
            command["sessionId"] = session
        os.write(self._out, json.dumps(command).encode() + b"\0")
        return self._asked

    def page(self, url: str) -> Page:
        """A new tab of its own, without cookies of others, on its way to an address."""
        context = self.ask("Target.createBrowserContext")["browserContextId"]
        target = self.ask("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, context)
        page.open(url)
        return page

    def _message(self, deadline: float) -> dict[str, Any]:
        """The next answer or event."""
        while b"\0" not in self._received:
            readable, _, _ = select.select([self._in], [], [], max(0.0, deadline - time.monotonic()))
            piece = os.read(self._in, 1 << 20) if readable else b""
            if not piece:
                raise DemoError("Chromium does not answer")
            self._received += piece
        text, self._received = self._received.split(b"\0", 1)
        message: dict[str, Any] = json.loads(text)
        return message


class Page:
    """One tab."""

    def __init__(self, browser: Chromium, session: str, context: str) -> None:
        self._browser, self._session, self._context = browser, session, context

    def ask(self, method: str, **parameters: Any) -> Any:
        """The answer to one command of this tab."""
        return self._browser.ask(method, self._session, **parameters)

    def open(self, url: str) -> None:
        """Goes to an address and waits until it is loaded. Raises DemoError if it is not there, or answers an error."""
        gone = self.ask("Page.navigate", url=url)
        if gone.get("errorText"):
            raise DemoError(f"{url} cannot be opened: {gone['errorText']}")
        self.wait_for("document.readyState === 'complete'")
        status = self.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
        if status >= HTTPStatus.BAD_REQUEST:
            raise DemoError(f"{url} answers {status}")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression. Raises DemoError if it throws."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise DemoError(f"JavaScript failed: {answer['exceptionDetails'].get('text')}: {expression}")
        return answer["result"].get("value")

    def wait_for(self, expression: str, seconds: float = 30) -> None:
        """Until an expression is true. Raises DemoError when it does not become so."""
        deadline = time.monotonic() + seconds
        while not self.evaluate(expression):
            if time.monotonic() > deadline:
                raise DemoError(f"the page does not come to {expression}")
            time.sleep(0.1)

    def click(self, selector: str) -> None:
        """Clicks with the mouse on an element's middle."""
        box = self.evaluate(
            f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])"
            f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def write(self, selector: str, text: str) -> None:
        """Types a text into a field, in place of what was there."""
        self.evaluate(
            f"(field => {{ field.focus(); field.value = ''; }})(document.querySelector({json.dumps(selector)}))"
        )
        self.ask("Input.insertText", text=text)

    def resize(self, width: int, height: int) -> None:
        """Makes the tab this many pixels large, however small the window is."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def wait_until_quiet(self, quiet: float = 3, patience: float = 60) -> None:
        """Until the page has asked for nothing more for some seconds; it may go on asking when patience ends."""
        end = time.monotonic() + patience
        asked, since = -1, time.monotonic()
        while time.monotonic() < min(end, since + quiet):
            count = self.evaluate("performance.getEntriesByType('resource').length")
            if count != asked:
                asked, since = count, time.monotonic()
            time.sleep(0.2)

    def screenshot(self, quality: int = 60) -> bytes:
        """What the tab shows, as WebP."""
        taken = self.ask("Page.captureScreenshot", format="webp", quality=quality)
        return base64.b64decode(taken["data"])

    def close(self) -> None:
        """Closes the tab; the page may send its last telemetry before."""
        self.ask("Page.navigate", url="about:blank")
        # Its answer was seen to stay away while the page's last beacons were under way.
        self._browser.tell("Target.disposeBrowserContext", browserContextId=self._context)
