"""Articles from files, folders and standard input, as the bytes and headers of `articles.raw.v1`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson

from streams.cli.errors import UsageError
from streams.messages import Headers

JSON, TEXT, HTML = "application/json", "text/plain", "text/html"
#: What a file holds, by its ending. Lines files hold one JSON article a line.
ENDINGS = {".json": JSON, ".txt": TEXT, ".html": HTML, ".htm": HTML}
LINES = {".jsonl", ".ndjson"}


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article to send: `where` names its file and line for messages, `size` is what it took of the input."""

    where: str
    content_type: str
    value: bytes
    size: int

    @property
    def headers(self) -> Headers:
        """The headers of its message."""
        return (("content-type", self.content_type.encode()),)

    @property
    def key(self) -> bytes | None:
        """Its id, where it is JSON that has one: articles of one id stay in order."""
        if not self.content_type.startswith(JSON):
            return None
        try:
            found = orjson.loads(self.value)
        except orjson.JSONDecodeError:
            return None
        name = found.get("id") if isinstance(found, dict) else None
        return name.encode() if isinstance(name, str) and name else None


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of every command that reads articles."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="file or folder; - or nothing: standard input")
    parser.add_argument("--content-type", metavar="TYPE", help="what each input is, instead of by its ending")


def inputs(paths: list[str], content_type: str | None) -> Iterator[RawArticle]:
    """The articles of the arguments above, in order."""
    if paths in ([], ["-"]):
        yield from read_stream(sys.stdin.buffer, content_type)
        return
    wanted = [Path(path) for path in paths]
    for path in wanted if content_type else find(wanted):
        yield from read(path, content_type)


def find(paths: Iterable[Path]) -> list[Path]:
    """The files of articles among the paths: files themselves, and of folders every file of a known ending, in order.

    Raises UsageError for a path that is not there, a file of an unknown ending, and a folder without articles.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if _known(file) and file.is_file())
            if not inside:
                raise UsageError(f"{path}: no articles in this folder (files that end in {_endings()})")
            found += inside
        elif not path.exists():
            raise UsageError(f"{path}: no such file or folder")
        elif not _known(path):
            raise UsageError(f"{path}: what is in it? Known endings are {_endings()}; else say --content-type")
        else:
            found.append(path)
    return found


def read(path: Path, content_type: str | None = None) -> Iterator[RawArticle]:
    """The articles of a file; `content_type` replaces what its ending says (and then the file is one article)."""
    with path.open("rb") as file:
        if content_type is None and path.suffix.lower() in LINES:
            yield from read_lines(file, str(path))
        else:
            value = file.read()
            yield RawArticle(str(path), content_type or ENDINGS[path.suffix.lower()], value, len(value))


def read_lines(file: BinaryIO, where: str) -> Iterator[RawArticle]:
    """One JSON article a line; empty lines are passed over."""
    for number, line in enumerate(file, start=1):
        value = line.strip()
        if value:
            yield RawArticle(f"{where}:{number}", JSON, value, len(line))


def read_stream(file: BinaryIO, content_type: str | None) -> Iterator[RawArticle]:
    """Standard input: JSON lines, or one article of the type that is said."""
    if content_type is None:
        yield from read_lines(file, "line")
    else:
        value = file.read()
        yield RawArticle("standard input", content_type, value, len(value))


def _known(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS or path.suffix.lower() in LINES


def _endings() -> str:
    return ", ".join([*ENDINGS, *sorted(LINES)])
