"""List the rules of `generator validate`, or explain one."""

from __future__ import annotations

import click

from generator.errors import Exit


@click.command(name="rules")
@click.argument("rule", required=False, metavar="[ID]")
@click.option("-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def command(rule: str | None, output: str) -> int:
    """List the rules of `generator validate`, or explain one.

    ID is a rule (promql/rate-interval), an area (promql) or a pattern ("*/syntax").
    """
    from generator.validate import catalogue
    from generator.validate.rule import selected

    chosen = selected([rule] if rule else [])
    click.echo(getattr(catalogue, output)(chosen, explained=rule is not None), nl=False)
    return Exit.OK
