"""A user with a real browser, who does with mouse and keyboard what people do on the demo's page."""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
from collections.abc import Callable

from demo.chromium import Chromium
from demo.process import DemoError

_PASSWORD = "correct horse"  # noqa: S105 - of a made-up user
#: Longer than the page waits before it sends what it has.
_LAST_WORDS_SECONDS = 1.5


def visit(browser: Chromium, url: str, user: str, chance: random.Random, think: Callable[[float], object]) -> None:
    """One visit: load, log in, save, list, search, log out. Now and then a wrong password, or a page that breaks."""
    page = browser.page(url)

    def press(button: str) -> None:
        page.evaluate("document.getElementById('answer').textContent = ''")
        page.click(f"#{button}")
        think(0.3)

    def answered() -> str:
        page.wait_for("document.getElementById('answer').textContent !== ''")
        return str(page.evaluate("document.getElementById('answer').textContent"))

    page.write("#user", user)
    if chance.random() < 0.3:
        page.write("#password", "wrong")
        press("login")
        answered()
    page.write("#password", _PASSWORD)
    press("login")
    if answered().startswith("401"):
        press("register")
        answered()
        press("login")
        answered()
    for button in ("save", "list", "search", "logs"):
        page.write("#text", "[" if button == "search" and chance.random() < 0.2 else "kimchi and rice")
        press(button)
        answered()
    if chance.random() < 0.4:
        press("break")
    press("logout")
    answered()
    think(_LAST_WORDS_SECONDS)
    page.close()


def keep_visiting(
    browser: Chromium, urls: list[str], rounds: float, pause: float, think: Callable[[float], object]
) -> None:
    """Visits the pages in turn. A visit that fails is told on standard error, and the next one begins."""
    chance = random.Random(1)  # noqa: S311
    done = 0
    while done < rounds:
        for url in urls:
            try:
                visit(browser, url, f"visitor{done % 3}", chance, think)
            except DemoError as error:
                sys.stderr.write(f"visit of {url}: {error}\n")
            think(pause)
        done += 1


def main() -> None:
    """Visits the given pages until Ctrl-C or the end of the rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", metavar="URL")
    parser.add_argument("--rounds", type=float, default=float("inf"))
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between two visits")
    told = parser.parse_args()
    # Told to stop, it still closes its browser.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Chromium() as browser:
        keep_visiting(browser, told.pages, told.rounds, told.pause, time.sleep)


if __name__ == "__main__":
    main()
