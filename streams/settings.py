"""Settings of every armswire process: `ARMSWIRE_*` environment variables, checked once, frozen afterwards.

The dataclass below is the only list of settings: parsing, error messages and the table of the README come from it.
"""

from __future__ import annotations

import difflib
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

PREFIX = "ARMSWIRE_"

Parser = Callable[[str], object]


class SettingsError(ValueError):
    """Wrong settings; `problems` holds one line for each, naming the variable, its value and what is allowed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Row(NamedTuple):
    """A line of the settings table."""

    variable: str
    default: str
    meaning: str


def _number(parse: type[int] | type[float], low: float, high: float) -> Parser:
    kind = "a whole number" if parse is int else "a number"

    def parser(text: str) -> object:
        try:
            value = parse(text)
        except ValueError:
            value = None
        if value is None or not low <= value <= high:
            raise ValueError(f"{kind} from {low:g} to {high:g}" if high < 1e6 else f"{kind}, at least {low:g}")
        return value

    return parser


def _choice(*allowed: str) -> Parser:
    def parser(text: str) -> object:
        if text.lower() not in allowed:
            raise ValueError("one of " + ", ".join(allowed))
        return text.lower()

    return parser


def _pattern(pattern: str, allowed: str) -> Parser:
    def parser(text: str) -> object:
        if not re.fullmatch(pattern, text):
            raise ValueError(allowed)
        return text

    return parser


def _flag(text: str) -> object:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in known:
        raise ValueError("true or false")
    return known[text.lower()]


def _brokers(text: str) -> object:
    server = r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?"
    bare = text.removeprefix("kafka://")
    if not re.fullmatch(rf"{server}(,{server})*", bare):
        raise ValueError("kafka://HOST:PORT, several separated by commas")
    return "kafka://" + bare


def _existing_file(text: str) -> object:
    if not Path(text).is_file():
        raise ValueError("the path of a file that exists")
    return text


def _setting(default: object, meaning: str, parse: Parser, *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"meaning": meaning, "parse": parse, "secret": secret})


_INF = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a process can be told. Seconds are floats, sizes are bytes unless the name says otherwise."""

    broker: str = _setting("kafka://127.0.0.1:9092", "Kafka's address, several separated by commas", _brokers)
    embedded: bool = _setting(False, "the broker is the embedded one: adapts timeouts and recovery to it", _flag)
    application_id: str = _setting(
        "armswire",
        "consumer group and prefix of the changelog's name",
        _pattern(r"[A-Za-z0-9._-]{1,100}", "letters, digits, '.', '_' and '-', at most 100"),
    )
    topic_prefix: str = _setting(
        "",
        "put before every topic's name, to run several installations on one Kafka",
        _pattern(r"[A-Za-z0-9._-]{0,100}", "letters, digits, '.', '_' and '-', at most 100"),
    )
    replication_factor: int = _setting(1, "copies of each partition of new topics", _number(int, 1, 15))
    web_host: str = _setting(
        "127.0.0.1",
        "address that metrics and health are served on",
        _pattern(r"[A-Za-z0-9._-]+", "a host name or an IPv4 address"),
    )
    web_port: int = _setting(6066, "its port; 0 takes a free one and logs it", _number(int, 0, 65535))
    log_level: str = _setting(
        "info", "least severe message that is logged", _choice("debug", "info", "warning", "error")
    )
    data_dir: str = _setting(".armswire", "folder for files of the worker's own", str)

    batch_size: int = _setting(64, "most messages handled, delivered and acknowledged together", _number(int, 1, 1000))
    batch_within: float = _setting(0.02, "seconds to wait for a batch to fill", _number(float, 0.001, 10))
    max_bytes: int = _setting(
        5_000_000, "largest raw article; a larger one is a dead letter", _number(int, 1_000, _INF)
    )
    max_characters: int = _setting(
        300_000, "longest article text in characters; a longer one is a dead letter", _number(int, 1_000, _INF)
    )
    max_output_bytes: int = _setting(
        900_000, "largest enriched article; a larger one leaves its text out", _number(int, 10_000, _INF)
    )
    alert_window_days: int = _setting(
        14, "days within which claims on one supplier, recipient and category fold into one alert", _number(int, 1, 90)
    )

    session_timeout: float = _setting(
        20.0, "seconds after which a silent worker loses its partitions", _number(float, 2, 300)
    )
    commit_interval: float = _setting(1.0, "seconds between commits of consumed offsets", _number(float, 0.1, 60))
    producer_timeout: float = _setting(
        10.0, "seconds until an unanswered delivery is sent again", _number(float, 1, 300)
    )
    producer_linger: float = _setting(0.002, "seconds to wait for more records before sending", _number(float, 0, 1))
    compression: str = _setting(
        "none", "compression of what is published", _choice("none", "gzip", "lz4", "snappy", "zstd")
    )
    drain_timeout: float = _setting(
        5.0, "seconds that a stopping worker goes on trying to deliver what it began", _number(float, 0, 60)
    )
    liveness_timeout: float = _setting(
        60.0, "seconds without progress, while messages wait, until a worker says it is dead", _number(float, 5, 3600)
    )
    lag_interval: float = _setting(5.0, "seconds between measurements of consumer lag", _number(float, 0.2, 300))

    security_protocol: str = _setting(
        "plaintext", "how to talk to Kafka", _choice("plaintext", "ssl", "sasl_plaintext", "sasl_ssl")
    )
    ssl_ca_file: str = _setting("", "certificates to trust instead of the system's", _existing_file)
    ssl_cert_file: str = _setting("", "client certificate", _existing_file)
    ssl_key_file: str = _setting("", "client key", _existing_file)
    sasl_mechanism: str = _setting("scram-sha-512", "kind of login", _choice("plain", "scram-sha-256", "scram-sha-512"))
    sasl_username: str = _setting("", "user of the login", str)
    sasl_password: str = _setting("", "its password", str, secret=True)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read `ARMSWIRE_*` variables; an empty one counts as absent.

        Raises `SettingsError` with every problem at once.
        """
        values: dict[str, Any] = {}
        problems: list[str] = []
        known = {PREFIX + f.name.upper(): f for f in fields(cls)}
        for variable, setting in known.items():
            text = environ.get(variable, "").strip()
            if not text:
                continue
            try:
                values[setting.name] = setting.metadata["parse"](text)
            except ValueError as error:
                shown = "(not shown)" if setting.metadata["secret"] else repr(text)
                problems.append(f"{variable} is {shown}: must be {error}")
        problems += _misspelt(environ, set(known))
        settings = cls(**values)
        problems += settings._contradictions()
        if problems:
            raise SettingsError(problems)
        return settings

    @property
    def servers(self) -> list[str]:
        """The brokers as `host:port`, for Kafka clients."""
        names = self.broker.removeprefix("kafka://").split(",")
        return [name if re.search(r":\d+$", name) else name + ":9092" for name in names]

    def topic(self, name: str) -> str:
        """The name on Kafka of a topic of the registry."""
        return self.topic_prefix + name

    def make_data_dir(self) -> None:
        """Makes the folder for the worker's files, with its parents. SettingsError where that cannot be."""
        try:
            Path(self.data_dir).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                [f"{PREFIX}DATA_DIR is {self.data_dir!r}: must be a folder that can be written ({error.strerror})"]
            ) from None

    def ssl_context(self) -> ssl.SSLContext | None:
        """What TLS connections need, or None without TLS. Raises `SettingsError` for files that cannot be used."""
        if not self.security_protocol.endswith("ssl"):
            return None
        try:
            context = ssl.create_default_context(cafile=self.ssl_ca_file or None)
        except OSError as error:
            raise SettingsError(
                [f"{PREFIX}SSL_CA_FILE is {self.ssl_ca_file!r}: must hold certificates in PEM ({error})"]
            ) from None
        if self.ssl_cert_file:
            try:
                # With an empty password a key that needs one fails, and nobody is asked for it at a terminal.
                context.load_cert_chain(self.ssl_cert_file, self.ssl_key_file, password="")
            except OSError as error:
                problem = (
                    f"{PREFIX}SSL_CERT_FILE is {self.ssl_cert_file!r}, {PREFIX}SSL_KEY_FILE is {self.ssl_key_file!r}: "
                    f"must hold a certificate and its key in PEM, without a password ({error})"
                )
                raise SettingsError([problem]) from None
        return context

    def client_arguments(self) -> dict[str, Any]:
        """Connection arguments that aiokafka and kafka-python both take by these names."""
        arguments: dict[str, Any] = {
            "bootstrap_servers": self.servers,
            "security_protocol": self.security_protocol.upper(),
            "ssl_context": self.ssl_context(),
        }
        if self.security_protocol.startswith("sasl"):
            arguments |= {
                "sasl_mechanism": self.sasl_mechanism.upper(),
                "sasl_plain_username": self.sasl_username,
                "sasl_plain_password": self.sasl_password,
            }
        return arguments

    def _contradictions(self) -> list[str]:
        """Settings that are right alone and wrong together."""
        problems = []
        if self.security_protocol.startswith("sasl"):
            problems += [
                f"{PREFIX}{name.upper()} is '': must be set as {PREFIX}SECURITY_PROTOCOL is {self.security_protocol}"
                for name in ("sasl_username", "sasl_password")
                if not getattr(self, name)
            ]
        if bool(self.ssl_cert_file) != bool(self.ssl_key_file):
            problems.append(f"{PREFIX}SSL_CERT_FILE and {PREFIX}SSL_KEY_FILE: must be set together or not at all")
        else:
            try:
                self.ssl_context()
            except SettingsError as error:
                problems += error.problems
        return problems


def describe() -> list[Row]:
    """One row a setting, in the order of the class."""
    rows = []
    for setting in fields(Settings):
        default = setting.default
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        rows.append(Row(PREFIX + setting.name.upper(), shown, setting.metadata["meaning"]))
    return rows


def _misspelt(environ: Mapping[str, str], known: set[str]) -> list[str]:
    """Variables that are nearly a setting: silently ignoring one would hide a mistake.

    Others that merely share the prefix are left alone: orchestrators inject such variables.
    """
    problems = []
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in known:
            near = difflib.get_close_matches(variable, known, n=1, cutoff=0.87)
            if near:
                problems.append(f"{variable} is no setting: did you mean {near[0]}?")
    return problems
