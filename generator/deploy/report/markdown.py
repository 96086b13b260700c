"""A report as a comment on a pull request: what happens in one line, each resource in a table, its inside folded."""

from __future__ import annotations

from collections.abc import Iterator

from generator.deploy.result import Report, Result

#: GitHub takes 65,536 characters; what is left out is counted.
_LONGEST = 60_000
_CALM = ("unchanged", "skip")


def markdown(report: Report, heading: str) -> str:
    """The comment. What is unchanged is counted, not listed."""
    shown = [result for result in report.results if result.action not in _CALM or result.error or result.changes]
    lines = [f"### {_plain(heading)}", "", report.summary_line(), ""]
    if shown:
        lines += ["| | kind | what | |", "|---|---|---|---|", *(_row(result) for result in shown), ""]
    length = sum(len(line) + 1 for line in lines)
    left_out = 0
    for result in shown:
        block = "\n".join(_inside(result))
        if not block:
            continue
        if length + len(block) > _LONGEST:
            left_out += 1
            continue
        lines.append(block)
        length += len(block) + 1
    if left_out:
        lines.append(f"…and the changes of {left_out} more resources: see the output of the job.")
    return "\n".join(lines).rstrip() + "\n"


def _row(result: Result) -> str:
    title = f"[{_cell(result.title)}]({result.url})" if result.url else _cell(result.title)
    said = result.error or result.note or (f"{len(result.changes)} changes" if result.changes else "")
    return f"| **{result.action}** | {result.kind} | {title} | {_cell(said)} |"


def _inside(result: Result) -> Iterator[str]:
    if not result.changes and not result.fix:
        return
    yield f"<details><summary>{result.action} {result.kind} {_plain(result.title)}</summary>\n"
    yield from (f"- {_code(line)}" for line in result.changes)
    if result.fix:
        yield f"\nfix: {_plain(result.fix.splitlines()[0])}"
    yield "\n</details>"


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


#: What Markdown, or the forge that shows it, would take for a tag, a mention of a person or a reference.
_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>@#`"})


def _plain(text: str) -> str:
    """One line that is nothing but text."""
    return " ".join(text.split()).translate(_SIGNS)


def _code(line: str) -> str:
    """A line of code, whatever backquotes are in it."""
    fence = "`"
    while fence in line:
        fence += "`"
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"
