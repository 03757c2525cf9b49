"""Settings from the environment: defaults, every wrong value at once, secrets kept."""

from __future__ import annotations

import dataclasses

import pytest

from streams.settings import PREFIX, Settings, SettingsError, describe


def problems(**environ: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({PREFIX + name.upper(): value for name, value in environ.items()})
    return error.value.problems


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment({"ARMSWIRE_BATCH_SIZE": " "}) == Settings()


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().broker = "kafka://elsewhere:9092"  # type: ignore[misc]


def test_values_are_parsed() -> None:
    settings = Settings.from_environment(
        {
            "ARMSWIRE_BATCH_SIZE": "8",
            "ARMSWIRE_BATCH_WITHIN": "0.5",
            "ARMSWIRE_EMBEDDED": "Yes",
            "ARMSWIRE_LOG_LEVEL": "INFO",
        }
    )
    assert (settings.batch_size, settings.batch_within, settings.embedded) == (8, 0.5, True)
    assert settings.log_level == "info"


@pytest.mark.parametrize(
    ("broker", "servers"),
    [
        ("kafka://a:1", ["a:1"]),
        ("a", ["a:9092"]),
        ("kafka://a:1,b.example:2", ["a:1", "b.example:2"]),
        ("kafka://[::1]:9092", ["[::1]:9092"]),
    ],
)
def test_brokers_are_one_or_more_servers(broker: str, servers: list[str]) -> None:
    assert Settings.from_environment({"ARMSWIRE_BROKER": broker}).servers == servers


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("broker", "http://a:1", "kafka://HOST:PORT, several separated by commas"),
        ("application_id", "a b", "letters, digits, '.', '_' and '-', at most 100"),
        ("web_port", "65536", "a whole number from 0 to 65535"),
        ("web_port", "tcp://10.0.0.1:80", "a whole number from 0 to 65535"),
        ("batch_within", "nan", "a number from 0.001 to 10"),
        ("max_bytes", "12", "a whole number, at least 1000"),
        ("embedded", "maybe", "true or false"),
        ("web_host", "::", "a host name or an IPv4 address"),
        ("alert_window_days", "91", "a whole number from 1 to 90"),
        ("log_level", "loud", "one of debug, info, warning, error"),
        ("ssl_ca_file", "/no/such/file", "the path of a file that exists"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_allowed(name: str, value: str, allowed: str) -> None:
    assert problems(**{name: value}) == [f"ARMSWIRE_{name.upper()} is {value!r}: must be {allowed}"]


def test_all_problems_are_told_at_once_one_line_each() -> None:
    found = problems(batch_size="x", log_level="y", brokr="z")
    assert [problem.split()[0] for problem in found] == ["ARMSWIRE_LOG_LEVEL", "ARMSWIRE_BATCH_SIZE", "ARMSWIRE_BROKR"]
    assert not any("\n" in problem for problem in found)


def test_a_misspelt_setting_is_a_problem_and_a_foreign_variable_is_not() -> None:
    assert problems(batchsize="3") == ["ARMSWIRE_BATCHSIZE is no setting: did you mean ARMSWIRE_BATCH_SIZE?"]
    Settings.from_environment({"ARMSWIRE_SERVICE_HOST": "10.0.0.1", "ARMSWIRE_PORT_6066_TCP_PROTO": "tcp"})


def test_a_login_needs_its_user_and_password() -> None:
    found = problems(security_protocol="sasl_ssl")
    assert [problem.split()[0] for problem in found] == ["ARMSWIRE_SASL_USERNAME", "ARMSWIRE_SASL_PASSWORD"]


def test_a_client_certificate_needs_its_key(tmp_path) -> None:
    (tmp_path / "c.pem").touch()
    assert problems(ssl_cert_file=str(tmp_path / "c.pem")) == [
        "ARMSWIRE_SSL_CERT_FILE and ARMSWIRE_SSL_KEY_FILE: must be set together or not at all"
    ]


@pytest.mark.parametrize("protocol", ["ssl", "sasl_ssl"])
def test_certificates_that_are_none_are_one_problem_that_names_the_variable(tmp_path, protocol: str) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n")
    login = {"security_protocol": protocol, "sasl_username": "u", "sasl_password": "p"}
    (authority,) = problems(**login, ssl_ca_file=str(broken))
    assert authority.startswith(f"ARMSWIRE_SSL_CA_FILE is {str(broken)!r}: must hold certificates in PEM")
    (client,) = problems(**login, ssl_cert_file=str(broken), ssl_key_file=str(broken))
    assert "ARMSWIRE_SSL_CERT_FILE" in client
    assert "ARMSWIRE_SSL_KEY_FILE" in client
    assert "\n" not in authority + client


def test_the_password_shows_nowhere() -> None:
    login = {
        "ARMSWIRE_SASL_PASSWORD": "hush",
        "ARMSWIRE_SASL_USERNAME": "u",
        "ARMSWIRE_SECURITY_PROTOCOL": "sasl_plaintext",
    }
    settings = Settings.from_environment(login)
    assert settings.client_arguments()["sasl_plain_password"] == "hush"  # noqa: S105 - no real one
    assert "hush" not in repr(settings)
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({**login, "ARMSWIRE_BROKER": "?"})
    assert "hush" not in str(error.value)


def test_without_a_login_clients_get_none() -> None:
    arguments = Settings().client_arguments()
    assert arguments["security_protocol"] == "PLAINTEXT"
    assert not [name for name in arguments if name.startswith("sasl")]


def test_topic_names_take_the_prefix() -> None:
    assert Settings(topic_prefix="stage.").topic("articles.raw.v1") == "stage.articles.raw.v1"


def test_the_table_describes_every_setting() -> None:
    rows = describe()
    assert [row.variable for row in rows] == [PREFIX + field.name.upper() for field in dataclasses.fields(Settings)]
    assert all(row.meaning for row in rows)
    assert ("ARMSWIRE_EMBEDDED", "false") in [(row.variable, row.default) for row in rows]


def test_a_data_folder_that_cannot_be_made_is_a_wrong_setting(tmp_path):
    (tmp_path / "file").write_text("")
    settings = Settings.from_environment({"ARMSWIRE_DATA_DIR": str(tmp_path / "file" / "folder")})
    with pytest.raises(SettingsError, match="ARMSWIRE_DATA_DIR"):
        settings.make_data_dir()


def test_the_data_folder_is_made_with_its_parents(tmp_path):
    Settings.from_environment({"ARMSWIRE_DATA_DIR": str(tmp_path / "a" / "b")}).make_data_dir()
    assert (tmp_path / "a" / "b").is_dir()
