"""The command line as a whole: help, exit codes, streams, and what it costs to start."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from command_line import FACTS, process, records, run, write
from norfolk_cs import __version__
from norfolk_cs.cli import COMMANDS, main
from norfolk_cs.cli.console import make_console, print_lines, uninterrupted
from norfolk_cs.cli.options import KindName
from norfolk_cs.models import KINDS


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A facts file that fills a pipe many times over."""
    lines = [{**fact, "doc_id": f"doc-{n}"} for n in range(100) for fact in records()]
    return write(tmp_path / "many.jsonl", lines)


HEAVY = {"spacy", "dateparser", "norfolk_cs.pipeline", "norfolk_cs.models", "numpy", "rich"}


def loaded(modules: set[str], *args: str | Path) -> set[str]:
    """Which of some modules a command loads."""
    code = (
        "import sys, atexit\n"
        f"atexit.register(lambda: print('LOADED', *({modules!r} & sys.modules.keys())))\n"
        "from norfolk_cs.cli import main\n"
        f"sys.argv = {['norfolk-cs', *map(str, args)]!r}\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_version() -> None:
    for option in ("--version", "-V"):
        assert run(option).stdout == f"norfolk-cs {__version__}\n"


def test_module_runs_as_the_script_does() -> None:
    with process("--version") as child:
        assert child.communicate() == (f"norfolk-cs {__version__}\n".encode(), b"")
        assert child.returncode == 0


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_the_commands_in_the_order_of_work(option: str) -> None:
    out = run(option).stdout
    places = [out.index(f"│ {name} ") for name in COMMANDS]
    assert places == sorted(places)


def test_no_arguments_give_the_help() -> None:
    result = run()
    assert "Usage: norfolk-cs" in result.output
    assert result.exit_code in (0, 2)  # Typer's versions differ


@pytest.mark.parametrize("name", COMMANDS)
def test_front_page_says_what_a_command_says_of_itself(name: str) -> None:
    shown = " ".join(run(name, "--help", env={"COLUMNS": "500"}).stdout.split())
    assert COMMANDS[name].help in shown


def test_front_page_loads_no_command() -> None:
    commands = {f"norfolk_cs.cli.{name}" for name in COMMANDS}
    assert loaded(commands | {"rich.markdown", "rich.traceback"}, "--help") == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_examples(name: str) -> None:
    for option in ("-h", "--help"):
        out = run(name, option, env={"COLUMNS": "80"}).stdout
        assert f"Usage: norfolk-cs {name}" in out
        assert f"norfolk-cs {name} " in out.partition("Examples")[2]
        assert max(map(len, out.splitlines())) <= 80


def test_unknown_command_is_a_usage_error() -> None:
    result = run("shwo")
    assert result.exit_code == 2
    assert "'shwo'. Did you mean 'show'?" in result.stderr


def test_unknown_option_is_a_usage_error() -> None:
    result = run("show", "--colour")
    assert result.exit_code == 2
    assert "--colour" in result.stderr


def test_kind_choices_are_the_kinds() -> None:
    assert tuple(KindName) == KINDS


def test_shell_completion_knows_commands_and_kinds() -> None:
    shell = {
        "_NORFOLK_CS_COMPLETE": "complete_bash",
        "COMP_CWORD": "1",
        "COMP_WORDS": "norfolk-cs ",
    }
    assert run(env=shell).stdout.split() == list(COMMANDS)
    shell |= {"COMP_CWORD": "3", "COMP_WORDS": "norfolk-cs show --kind "}
    assert run(env=shell).stdout.split() == list(KINDS)


def test_extract_loads_no_spacy_without_a_model(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("Ofsted rated the council inadequate.\n", "utf-8")
    assert loaded({"spacy", "dateparser", "numpy"}, "extract", story) == set()


def test_show_loads_neither_spacy_nor_the_models() -> None:
    assert loaded(HEAVY, "show", FACTS, "--actor", "Dave Hill") == {"rich"}
    assert loaded(HEAVY, "show", FACTS, "--json") <= {"rich"}
    assert loaded(HEAVY, "diff", FACTS, FACTS) <= {"rich"}


@pytest.mark.parametrize("command", ["history", "deadlines", "timeline", "actors"])
def test_questions_load_neither_spacy_nor_the_models(command: str) -> None:
    assert loaded(HEAVY, command, FACTS) == {"rich"}
    assert loaded(HEAVY, command, FACTS, "--json") <= {"rich"}
    assert loaded(HEAVY, command, FACTS, "--csv") <= {"rich"}


def test_errors_of_the_system_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied", "facts.jsonl")

    monkeypatch.setattr("norfolk_cs.cli.show.load_facts", refuse)
    result = run("show", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "error: facts.jsonl: Permission denied\n"


@pytest.mark.parametrize(
    ("stop", "code"), [(BrokenPipeError(32, "Broken pipe"), 0), (KeyboardInterrupt(), 130)]
)
def test_stops_from_outside_are_quiet(
    monkeypatch: pytest.MonkeyPatch, stop: BaseException, code: int
) -> None:
    def stopped(*_: Any) -> None:
        raise stop

    monkeypatch.setattr("norfolk_cs.cli.show.load_facts", stopped)
    result = run("show", FACTS)
    assert (result.exit_code, result.output) == (code, "")


def test_view_leaves_a_broken_pipe_to_the_command_line() -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    with pytest.raises(BrokenPipeError):
        make_console(Gone()).print("facts")


def test_main_runs_the_words_it_is_called_with(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["norfolk-cs", "--version"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"norfolk-cs {__version__}\n"


def test_labels_are_coloured_only_for_a_terminal_that_wants_colour() -> None:
    result = run("show", "none.jsonl", env={"NO_COLOR": "1"})
    assert result.stderr.startswith("error: none.jsonl")


# -- streams --------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_reader_that_has_seen_enough_is_no_error(many: Path, options: list[str]) -> None:
    with process("show", many, *options) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 0


def test_interrupt_leaves_whole_lines(many: Path) -> None:
    with process("show", many, "--json") as child:
        assert child.stdout is not None
        assert child.stderr is not None
        first = child.stdout.read(70_000)  # more than the pipe holds: it is writing, and waits
        child.send_signal(signal.SIGINT)
        time.sleep(0.2)
        lines = (first + child.stdout.read()).splitlines(keepends=True)
        assert child.stderr.read() == b""
    assert child.returncode == 130
    assert len(lines) < 2900
    assert all(line.endswith(b"\n") and json.loads(line) for line in lines)


def test_interrupt_waits_for_the_end_of_a_block() -> None:
    done = []

    def work() -> None:
        with uninterrupted():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("rest of the block")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_lines_are_written_from_any_thread() -> None:
    stream = io.StringIO()
    writer = threading.Thread(target=print_lines, args=(["a\n"], stream))
    writer.start()
    writer.join()
    assert stream.getvalue() == "a\n"


def test_lines_are_written_as_given() -> None:
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding="ascii", newline="\r\n")
    assert print_lines(["Siân\n", "b\n"], stream) == 2
    assert buffer.getvalue() == "Siân\nb\n".encode()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_views_can_be_written_in_any_encoding(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "80"}
    with process("show", FACTS, "-a", "O'Brien", env=environment) as child:
        out, err = child.communicate()
    assert (child.returncode, err) == (0, b"")
    assert ("Siân" if encoding != "ascii" else "Si\\xe2n") in out.decode(encoding)
    with process("show", FACTS, "--json", env=environment) as child:
        assert child.communicate()[0] == FACTS.read_bytes()


def test_standard_input_is_named_in_errors() -> None:
    with process("show", "-", stdin=subprocess.PIPE) as child:
        _, err = child.communicate(b"{\n")
    assert err.startswith(b"error: standard input:1: not JSON")
    assert child.returncode == 1
