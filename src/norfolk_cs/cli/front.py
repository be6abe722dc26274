"""The front page: what ``norfolk-cs --help`` shows.

As Typer draws the help of each command, but without its Markdown and tracebacks: to load these
takes longer than all the rest.
"""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_EDGE = (0, 1, 1, 1)


def show_front(ctx: Any) -> None:
    """Print the usage, the options and the commands of a Click context's group."""
    console = Console(highlight=False, emoji=False)
    group = ctx.command
    usage = Text(group.get_usage(ctx), "bold")
    usage.highlight_regex("^Usage: ", "yellow")
    console.print(Padding(usage, 1), Padding(group.help, _EDGE), sep="\n")
    options = Table.grid(padding=(0, 2))
    for option in group.get_params(ctx):
        short = " ".join(name for name in option.opts if not name.startswith("--"))
        long = " ".join(name for name in option.opts if name.startswith("--"))
        options.add_row(Text(long, "bold cyan"), Text(short, "bold green"), option.help)
    console.print(_panel("Options", options))
    commands = Table.grid(padding=(0, 2))
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        commands.add_row(Text(name, "bold cyan"), command.help)
    console.print(_panel("Commands", commands))
    console.print(Padding(group.epilog.rstrip(), 1))


def _panel(title: str, table: Table) -> Panel:
    return Panel(table, title=title, title_align="left", border_style="dim")
