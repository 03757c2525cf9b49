"""What README and CONTRIBUTING name exists, what they list is the whole, and what they show to do can be done."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import kafka
import orjson
import pytest
from monitoring import exercised

from streams.alerts.alerting import pair_key, process
from streams.articles.article import Article
from streams.articles.decode import decode
from streams.broker import embedded
from streams.cli.main import COMMANDS, _parser, main
from streams.contracts import ALERTS, CLAIMS, RAW, SCHEMAS, reasons, topics, violations
from streams.enrichment import Enricher
from streams.envelope import DLQ_PREFIX
from streams.extraction.lexicon import languages
from streams.messages import Message, Processed
from streams.settings import Settings, describe
from streams.topics import create

ROOT = Path(__file__).parents[2]
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")}
README = PAGES["README.md"]
LIMITS = {"max_bytes": 10_000_000, "max_characters": 1_000_000}
_BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_ENDINGS = (".py", ".md", ".toml", ".json", ".jsonl", ".yaml", ".yml")
#: Where a file that is named without its folder may be: the text around it names the folder.
_FOLDERS = (".", "streams/knowledge", "streams/languages/en", "tests/unit/extraction", "tests/contract")
#: An ending, and files of the reader.
_NOT_OURS = {".jsonl", "article.html", "notes.txt", "news.jsonl", "article.txt", ".venv/bin"}


def blocks(page: str, language: str) -> list[str]:
    return [body for kind, _, body in _BLOCK.findall(PAGES[page]) if kind == language]


def prose(page: str) -> str:
    return _BLOCK.sub("", PAGES[page])


def commands(page: str) -> Iterator[str]:
    """Every single command of the shell blocks and of the prose, as it is written."""
    inline = [code for code in _CODE.findall(prose(page)) if re.match(r"(armswire|make) [a-z]", code)]
    for line in [line for block in blocks(page, "sh") for line in block.splitlines()] + inline:
        words: list[str] = []
        for word in [*shlex.split(line.removesuffix("…")), "|"]:
            if word in ("|", ">", "<", "&&"):
                if words:
                    yield shlex.join(words)
                words = []
            else:
                words.append(word)


def everything(of: str) -> list[object]:
    return [pytest.param(command, id=command[:70]) for page in PAGES for command in commands(page) if of in command]


@pytest.mark.parametrize("command", everything("armswire "))
def test_an_armswire_command_is_understood(command: str) -> None:
    words = shlex.split(command)
    if Path(words[0]).name != "armswire":
        pytest.skip("armswire is an argument here")
    if words[1:] == ["--help"]:
        return
    assert words[1] in COMMANDS
    if words[2:]:
        _parser(words[1]).parse_args(words[1:])


@pytest.mark.parametrize("command", everything("make "))
def test_a_make_command_has_its_target(command: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    _, target, *variables = shlex.split(command)
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    for variable in variables:
        assert re.search(rf"^{variable.partition('=')[0]} \?=", makefile, re.MULTILINE)


def test_every_command_of_the_makefile_and_the_modules_is_there() -> None:
    shown = " ".join(command for page in PAGES for command in commands(page))
    for command in set(COMMANDS) - {"demo", "broker"}:
        assert f"armswire {command}" in shown, command
    assert {"make demo", "make up", "make test"} <= {c for page in PAGES for c in commands(page)}


@pytest.mark.parametrize("page", PAGES)
def test_every_variable_is_a_setting(page: str) -> None:
    assert set(re.findall(r"\bARMSWIRE_[A-Z_]+", PAGES[page])) <= {row.variable for row in describe()}


@pytest.mark.parametrize("page", PAGES)
def test_every_topic_is_in_the_registry(page: str) -> None:
    named = set(re.findall(r"\b(?:articles|transfers|alerts)\.[a-z-]+\.v\d+\b", PAGES[page]))
    assert named <= set(topics())


@pytest.mark.parametrize("page", PAGES)
def test_every_metric_is_in_the_catalogue(page: str) -> None:
    named = set(re.findall(r"\barmswire_[a-z_]+\b", PAGES[page]))
    families = exercised(1.7e9).registry.collect()
    assert named <= {family.name + "_total" * (family.type == "counter") for family in families}


def paths(page: str) -> set[str]:
    found = {
        code for code in _CODE.findall(prose(page)) if code.endswith(_ENDINGS) or re.fullmatch(r"[\w./<>-]+/", code)
    }
    found |= {
        code for code in _CODE.findall(prose(page)) if re.match(r"(streams|schemas|tests|deploy|\.ci)/\S+$", code)
    }
    found |= set(re.findall(r"\b(?:streams|schemas|tests|deploy|seeds)/[\w./-]*", PAGES[page]))
    found |= {
        line.split()[0] for block in blocks(page, "text") for line in block.splitlines() if re.match(r"\w+/", line)
    }
    return {path.replace("<code>", "en").rstrip(".") for path in found} - _NOT_OURS


@pytest.mark.parametrize(("page", "path"), [(page, path) for page in PAGES for path in sorted(paths(page))])
def test_a_path_exists(page: str, path: str) -> None:
    assert any((ROOT / folder / path).exists() for folder in _FOLDERS)


def test_the_layout_names_every_folder_of_the_package() -> None:
    inside = {path for path in (ROOT / "streams").iterdir() if path.is_dir() and path.name != "__pycache__"}
    for folder in inside:
        assert re.search(rf"^streams/{folder.name}/ ", README, re.MULTILINE), folder.name


def table(*rows: tuple[str, ...]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def test_the_settings_are_those_that_the_program_describes() -> None:
    rows = [(f"`{row.variable}`", f"`{row.default}`" if row.default else "", row.meaning) for row in describe()]
    assert f"|---|---|---|\n{table(*rows)}\n\n" in README


def test_the_metrics_are_those_that_a_worker_shows() -> None:
    rows = []
    for family in exercised(1.7e9).registry.collect():
        if not family.name.startswith("process_"):
            name = family.name + "_total" * (family.type == "counter")
            labels = sorted({label for sample in family.samples for label in sample.labels} - {"le"})
            rows.append((f"`{name}`", family.type, ", ".join(f"`{each}`" for each in labels), family.documentation))
    assert f"|---|---|---|---|\n{table(*rows)}\n\n" in README


def test_the_topics_are_those_of_the_registry() -> None:
    rows = [(f"`{each.name}`", each.key.replace("|", "\\|"), each.purpose) for each in topics().values()]
    assert f"|---|---|---|\n{table(*rows)}\n\n" in README


def test_the_codes_of_dead_letters_are_those_of_the_catalogue() -> None:
    codes = orjson.loads((SCHEMAS / "dead-letter-codes.json").read_bytes())["codes"]
    rows = [(f"`{code}`", entry["meaning"], entry["mend"]) for code, entry in codes.items()]
    assert f"|---|---|---|\n{table(*rows)}\n\n" in README


def test_the_reasons_for_silence_are_those_of_the_catalogue() -> None:
    rows = [(f"`{reason}`", meaning) for reason, meaning in reasons()["silences"].items()]
    assert f"|---|---|\n{table(*rows)}\n\n" in README


def test_the_headers_of_dead_letters_are_described() -> None:
    schema = orjson.loads((SCHEMAS / "articles.dead-letter/v1/headers.json").read_bytes())
    assert set(re.findall(rf"`({DLQ_PREFIX}[a-z-]+)`", README)) <= set(schema["properties"])


def alerts_of(seed: Path) -> list[dict]:
    """The alerts that an article alone causes."""
    message = Message(RAW, 0, 0, None, seed.read_bytes(), (), 1_794_787_200_000)
    outcome = Enricher(**LIMITS, max_output_bytes=10_000_000)(message)
    assert isinstance(outcome, Processed)
    stories: dict[str, object] = {}
    found = []
    for output in outcome.outputs:
        if output.topic == CLAIMS:
            claim = Message(CLAIMS, 0, 0, output.key, output.value, output.headers, output.timestamp_ms)
            told, update = process(claim, stories)
            if update is not None:
                stories[pair_key(orjson.loads(output.value or b""))] = update
            found += [orjson.loads(each.value or b"") for each in getattr(told, "outputs", ())]
    return found


def test_the_alert_that_is_shown_is_valid_and_what_the_seeds_give() -> None:
    (shown,) = (orjson.loads(block) for block in blocks("README.md", "json"))
    assert violations(ALERTS, shown) == []
    given = alerts_of(ROOT / "seeds" / "06-uae-sudan-drones-denial.json")
    # Not the words of the headline: they may change with every training.
    kept = ("supplier", "recipient", "category", "status", "polarity", "severity", "severity_reasons")
    assert {name: shown[name] for name in kept} in [{name: alert[name] for name in kept} for alert in given]
    assert shown["headline"] in blocks("README.md", "text")[0]


def test_the_explanation_that_is_shown_is_what_the_command_gives(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (given,) = re.findall(r"^echo '(.*)' \| armswire explain", README, re.MULTILINE)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(f"{given}\n".encode())))
    assert main(["explain", "--content-type", "text/plain"]) == 0
    (shown,) = (block for block in blocks("README.md", "text") if "claims: " in block)
    # Not scores and features: they change with every training.
    kept = ("txt-", "claim", "[", "  evidence", "  trigger", "  supplier", "  recipient", "silent", "  reason")
    wanted = [line for line in shown.splitlines() if line.startswith(kept)]
    assert len(wanted) == len(kept) + 1
    assert set(wanted) <= set(capsys.readouterr().out.splitlines())


def examples() -> Iterator[object]:
    for kind, path, body in _BLOCK.findall(PAGES["CONTRIBUTING.md"]):
        if kind == "json":
            yield pytest.param(ROOT / path, orjson.loads(body), id=path)


@pytest.mark.parametrize(("path", "example"), list(examples()))
def test_a_line_of_data_that_is_shown_has_the_fields_of_its_file(path: Path, example: dict) -> None:
    rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    assert set.intersection(*map(set, rows)) <= set(example) <= set.union(*map(set, rows))
    for claim in example.get("claims", ()):
        quotes = [item["text"] for item in claim["items"]] + claim["evidence"]
        quotes += [claim[name] for name in ("quantity", "value", "claimant") if claim[name] is not None]
        assert all(quote in example["text"] for quote in quotes)


def test_a_language_is_told_to_need_every_file_that_the_languages_have() -> None:
    section = PAGES["CONTRIBUTING.md"].partition("## A language")[2].partition("\n## ")[0]
    for code in languages():
        for path in (ROOT / "streams" / "languages" / code).iterdir():
            assert f"`{path.name}`" in section, path.name


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_plain_and_keeps_to_the_project(page: str) -> None:
    assert max(map(len, prose(page).splitlines())) <= 250
    assert not re.search(r"[\U0001F300-\U0001FAFF]|/home/|/root/|/work/|/tmp/|pypi|npmjs", PAGES[page], re.IGNORECASE)


def test_the_licence_is_that_of_the_package() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


class _Enough(Exception):  # noqa: N818 - an instruction
    """Ends a snippet that would go on for ever."""


@pytest.mark.integration
def test_the_producer_and_the_subscriber_of_the_readme_work(monkeypatch: pytest.MonkeyPatch) -> None:
    produce, subscribe = blocks("README.md", "python")
    real = kafka.KafkaConsumer
    # What the README says to give on the embedded broker.
    quick = {"session_timeout_ms": 2000, "heartbeat_interval_ms": 500}
    assert all(f"`{name}={value}`" in README for name, value in quick.items())
    monkeypatch.setattr(kafka, "KafkaConsumer", lambda *names, **settings: real(*names, **{**quick, **settings}))
    heard: list[tuple[object, ...]] = []

    def hear(*words: object) -> None:
        heard.append(words)
        raise _Enough

    with embedded() as address:
        settings = Settings(broker=address, embedded=True)
        (server,) = settings.servers
        create(settings)
        exec(compile(produce.replace("127.0.0.1:9092", server), "producer", "exec"), {})  # noqa: S102 - our own
        articles = sent(server)
        assert sorted(article.language for article in articles) == ["en", "en", "id"]
        assert {"courier-2026-11-20-17"} < {article.id for article in articles}

        client = kafka.KafkaProducer(bootstrap_servers=server)
        client.send(ALERTS, (SCHEMAS / "alerts.arms-transfer/v1/examples/good/order-opened.json").read_bytes())
        client.close()
        with pytest.raises(_Enough):
            exec(  # noqa: S102 - our own
                compile(subscribe.replace("127.0.0.1:9092", server), "subscriber", "exec"), {"print": hear}
            )
    (words,) = heard
    assert words[0] in ("low", "medium", "high")


def sent(server: str) -> list[Article]:
    """What is on the raw topic, as the worker would decode it."""
    reader = kafka.KafkaConsumer(bootstrap_servers=server, group_id=None, auto_offset_reset="earliest")
    reader.assign([kafka.TopicPartition(RAW, number) for number in range(topics()[RAW].partitions)])
    found: list[Article] = []
    for _ in range(50):
        for records in reader.poll(timeout_ms=100).values():
            for record in records:
                headers = tuple(record.headers)
                message = Message(RAW, 0, record.offset, record.key, record.value, headers, record.timestamp)
                article = decode(message, **LIMITS)
                assert isinstance(article, Article)
                found.append(article)
        if len(found) == 3:
            break
    reader.close()
    return found
