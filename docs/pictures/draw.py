"""Draw the README's pictures: terminal views as SVG, the report page as PNG, all on the seeds.

``make pictures`` runs it. What a command prints is put into its picture as it is, by Rich's own
export; a view that is longer than a picture should be ends in "…". Fonts are those of whoever
looks: a picture fetches nothing.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text
from typer.testing import CliRunner

from norfolk_cs.cli import app

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds"

COLUMNS = 100  # a README is some 830 pixels wide, which leaves 8 for a character
LINES = 30  # enough to see what a view is like; so many pictures should not bury the text

# Nobody's terminal in particular: the machine's own settings must not show.
TERMINAL = {
    "COLUMNS": str(COLUMNS),
    "FORCE_COLOR": "1",
    "NO_COLOR": None,
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
}

# What stands in the folder where the commands run, beside the seeds.
OWN_RULES = 'off = ["date.month"]\n'
BEFORE = (
    "extract seeds/ --quiet -o facts.jsonl",
    "extract seeds/ --quiet --rules own.toml -o own.jsonl",
)
VIEWS = {
    "show": 'show --actor "Dave Hill"',
    "history": "history --body Norfolk",
    "deadlines": "deadlines --as-of 2014-03-01",
    "timeline": 'timeline --actor "Edward Timpson"',
    "actors": "actors",
    "explain": 'explain seeds/004_5a3a582e1315bef1.txt --grep "prompt action"',
    "diff": "diff facts.jsonl own.jsonl",
}

REPORT = "report --sources seeds/ --as-of 2014-03-01 -o report.html"
# Where in the page, and how wide and high the window is: a desk's, a phone's.
PAGES = {"report": ("", 1280, 800), "report-phone": ("#deadlines", 390, 800)}

# Rich's own template would fetch a font.
FRAME = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "DejaVu Sans Mono", "Liberation Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


@contextmanager
def folder() -> Iterator[None]:
    """Be in a folder with the seeds and their facts, for as long as the block runs."""
    with TemporaryDirectory() as name, chdir(name):
        shutil.copytree(SEEDS, "seeds")
        Path("own.toml").write_text(OWN_RULES, "utf-8")
        for command in BEFORE:
            run(command)
        yield


def run(command: str) -> str:
    """What a command prints on such a terminal."""
    result = CliRunner().invoke(app, shlex.split(command), env=TERMINAL, prog_name="norfolk-cs")
    if result.exit_code:
        raise SystemExit(f"norfolk-cs {command}: {result.output}")
    return result.stdout


def view(name: str) -> str:
    """A command and what it prints, as SVG."""
    command = VIEWS[name]
    lines = list(Text.from_ansi(run(command).rstrip()).split("\n"))
    if len(lines) > LINES:
        last = max(i for i, line in enumerate(lines[:LINES]) if not line.plain.strip())
        lines = [*lines[: last + 1], Text("…", "dim")]
    console = Console(record=True, width=COLUMNS, file=StringIO(), highlight=False)
    prompt = Text.assemble(("$ ", "bold green"), (f"norfolk-cs {command}", "bold"))
    console.print(prompt, end="\n\n")
    for line in lines:
        console.print(line, no_wrap=True)
    console.print()
    return console.export_svg(title="", code_format=FRAME, unique_id=name)


def draw_report(browser: str, out: Path) -> None:
    """The report page as a browser shows it, as PNG."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    run(REPORT)
    address = Path("report.html").absolute().as_uri()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, (place, width, height) in PAGES.items():
            size = {"width": width, "height": height}
            page = chromium.new_page(viewport=size, color_scheme="light")
            page.goto(address + place)
            page.wait_for_selector("html.ready")
            image = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
            # a page has few colours: 128 of them look the same in a third of the bytes
            image.quantize(128, dither=Image.Dither.NONE).save(out / f"{name}.png", optimize=True)
        chromium.close()


def main() -> None:
    """Draw the README's pictures."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--views", action="store_true", help="only those of the terminal")
    asked = parser.parse_args()
    with folder():
        for name in VIEWS:
            (HERE / f"{name}.svg").write_text(view(name), "utf-8")
        if asked.views:
            return
        known = (os.environ.get("CHROMIUM", ""), "chromium", "google-chrome")
        browser = next(filter(None, map(shutil.which, known)), None)
        if browser is None:
            raise SystemExit("Chromium is not installed, so the report page is not drawn")
        draw_report(browser, HERE)


if __name__ == "__main__":
    main()
