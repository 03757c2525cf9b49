import subprocess
import sys

import pytest
from kafka.errors import KafkaTimeoutError

from streams.cli import main as cli
from streams.cli import topics as topics_command
from streams.cli.errors import CommandError, UsageError
from streams.settings import SettingsError
from streams.topics import BrokerUnreachableError


def test_help_lists_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in cli.COMMANDS)
    assert "examples:" in shown


def test_help_loads_neither_kafka_nor_faust_nor_the_extractor():
    code = (
        "import sys\nfrom streams.cli.main import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([name for name in ('kafka', 'faust', 'rich', 'streams.extraction') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", list(cli.COMMANDS))
def test_every_command_explains_itself_with_examples(command, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert f"armswire {command}" in shown
    assert "examples:" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["topics"],
        ["topics", "destroy"],
        ["tail"],
        ["tail", "raw", "--max", "0"],
        ["broker", "--port", "70000"],
    ],
)
def test_wrong_arguments_end_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert "usage: armswire" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (CommandError("the cat is on the keyboard"), 1, "the cat is on the keyboard"),
        (UsageError("no such folder"), 2, "no such folder"),
        (SettingsError(["ARMSWIRE_X is '1': must be 2", "ARMSWIRE_Y is 'a': must be b"]), 2, "ARMSWIRE_Y is 'a'"),
        (BrokerUnreachableError("no answer from Kafka at kafka://h:1"), 1, "armswire doctor"),
        (KafkaTimeoutError("slow"), 1, "KafkaTimeoutError"),
        (FileNotFoundError(2, "No such file or directory", "a.txt"), 1, "a.txt: No such file or directory"),
        (PermissionError(13, "Permission denied", "b.txt"), 1, "b.txt: Permission denied"),
        (ZeroDivisionError("oops"), 1, "ZeroDivisionError: oops"),
    ],
)
def test_a_failure_is_one_line_and_an_exit_code(error, code, says, capsys, monkeypatch):
    def fail(_args):
        raise error

    monkeypatch.setattr(topics_command, "run", fail)
    assert cli.main(["topics", "check"]) == code
    lines = capsys.readouterr().err.splitlines()
    assert says in lines[-1]
    assert len(lines) == len(getattr(error, "problems", [1]))
    assert all(line.startswith("armswire topics: ") for line in lines)


def test_a_fault_of_ours_shows_its_trace_when_debugging(monkeypatch):
    def fail(_args):
        raise ZeroDivisionError

    monkeypatch.setenv("ARMSWIRE_LOG_LEVEL", "debug")
    monkeypatch.setattr(topics_command, "run", fail)
    with pytest.raises(ZeroDivisionError):
        cli.main(["topics", "check"])


def test_ctrl_c_ends_with_130_and_says_nothing(monkeypatch, capsys):
    def interrupted(_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(topics_command, "run", interrupted)
    assert cli.main(["topics", "check"]) == 130
    assert capsys.readouterr().err == ""


def test_wrong_settings_are_one_line_each_and_2(monkeypatch, capsys):
    monkeypatch.setenv("ARMSWIRE_BATCH_SIZE", "many")
    monkeypatch.setenv("ARMSWIRE_WEB_PORT", "-1")
    for arguments in (["worker"], ["topics", "check"], ["tail", "raw"], ["produce", "x.txt"], ["extract", "x.txt"]):
        assert cli.main(arguments) == 2
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == 2
        assert "ARMSWIRE_BATCH_SIZE is 'many'" in lines[0] or "ARMSWIRE_BATCH_SIZE is 'many'" in lines[1]


def test_a_reader_that_goes_away_is_no_failure(tmp_path):
    code = f"from streams.cli.main import main; raise SystemExit(main(['extract', {str(tmp_path)!r}]))"
    for number in range(50):
        (tmp_path / f"{number}.txt").write_text("Kapal itu tiba. " * 400)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(60) == 0
    assert said == ""
