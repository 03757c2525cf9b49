"""The compose file and the image fit together, fit the settings, and are as closed as they say."""

import itertools
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from streams.health import Health, Site
from streams.metrics import Metrics
from streams.settings import Settings, describe

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
FOREIGN = {name: service for name, service in SERVICES.items() if "build" not in service}
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
#: Seconds after SIGTERM in which a worker ends, whatever Kafka does.
ENDS_WITHIN = 10
PINNED = r"[a-z0-9./-]+:v?\d+\.\d+\.\d+(-[a-z0-9-]+)?"


def _filled(text):
    """The value that compose gives a text when nothing is set outside."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(text))


def _environment(service):
    return {name: _filled(value) for name, value in SERVICES[service].get("environment", {}).items()}


def _settings(service):
    return Settings.from_environment({k: v for k, v in _environment(service).items() if k.startswith("ARMSWIRE_")})


def _instructions(text):
    """Keyword and rest of each instruction of a Dockerfile, continued lines joined."""
    lines = re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^#.*\n", "", text)).splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip()]


def _final_stage():
    found = _instructions(DOCKERFILE)
    last = max(index for index, (keyword, _) in enumerate(found) if keyword == "FROM")
    return found[last:]


def _port(mapping):
    """Address, published port and container's port."""
    return _filled(mapping).split(":")


def test_there_is_one_service_for_each_part():
    assert SERVICES.keys() == {"kafka", "topics", "worker", "prometheus", "grafana"}
    assert OURS.keys() == {"topics", "worker"}


@pytest.mark.parametrize("name", FOREIGN)
def test_images_are_pinned_to_a_version(name):
    assert re.fullmatch(PINNED, FOREIGN[name]["image"])


def test_the_base_image_is_pinned_and_new_enough():
    bases = [rest.split()[0] for keyword, rest in _instructions(DOCKERFILE) if keyword == "FROM"]
    first, *stages = bases
    assert re.fullmatch(PINNED, first)
    assert set(stages) == {"base"}
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    version = [int(part) for part in re.findall(r"\d+", first)[:2]]
    assert version >= [int(part) for part in re.findall(r"\d+", needed)]


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_published_on_the_loopback_address_only(name):
    for mapping in SERVICES[name].get("ports", ()):
        assert _port(mapping)[0] == "127.0.0.1"


def test_no_two_services_publish_one_port():
    published = [_port(mapping)[1] for service in SERVICES.values() for mapping in service.get("ports", ())]
    assert len(published) == 3
    assert len(set(published)) == len(published)


def test_the_worker_can_be_scaled():
    assert not SERVICES["worker"].keys() & {"ports", "container_name", "hostname", "volumes"}


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_write_nothing_but_their_own_temporary_files(name):
    service = OURS[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108
    assert "no-new-privileges:true" in service["security_opt"]


def test_what_is_waited_for_can_come_true():
    waited = [(needed, how["condition"]) for s in SERVICES.values() for needed, how in s.get("depends_on", {}).items()]
    assert ("topics", "service_completed_successfully") in waited
    for needed, condition in waited:
        if condition == "service_completed_successfully":
            # One that is started again and again never completes.
            assert SERVICES[needed]["restart"] == "no"
        else:
            assert condition == "service_healthy"
            assert SERVICES[needed]["healthcheck"]["test"]


@pytest.mark.parametrize("name", SERVICES.keys() - {"topics"})
def test_what_runs_for_long_is_watched_and_started_again(name):
    assert SERVICES[name]["restart"] == "unless-stopped"
    watched_by_image = name in OURS and any(keyword == "HEALTHCHECK" for keyword, _ in _final_stage())
    assert "healthcheck" in SERVICES[name] or watched_by_image


def test_mounts_are_there_and_volumes_are_declared():
    mounts = [mount.split(":") for service in SERVICES.values() for mount in service.get("volumes", ())]
    bound = [mount for mount in mounts if mount[0].startswith(".")]
    for source, _, *mode in bound:
        assert (DEPLOY / source).is_dir()
        assert mode == ["ro"]
    assert {mount[0] for mount in mounts if mount not in bound} == COMPOSE["volumes"].keys()


@pytest.mark.parametrize("name", OURS)
def test_the_environment_is_valid_settings(name):
    given = {variable for variable in _environment(name) if variable.startswith("ARMSWIRE_")}
    assert given <= {row.variable for row in describe()}
    kafka = _environment("kafka")
    assert f"INTERNAL://{_settings(name).servers[0]}" in kafka["KAFKA_ADVERTISED_LISTENERS"].split(",")


def test_kafka_tells_programs_of_this_machine_the_port_that_is_published():
    address, published, inside = _port(SERVICES["kafka"]["ports"][0])
    kafka = _environment("kafka")
    assert f"HOST://{address}:{published}" in kafka["KAFKA_ADVERTISED_LISTENERS"].split(",")
    assert f"HOST://:{inside}" in kafka["KAFKA_LISTENERS"].split(",")


def test_kafka_makes_no_topics_by_itself_and_keeps_its_data():
    kafka = _environment("kafka")
    assert kafka["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    assert f"kafka-data:{kafka['KAFKA_LOG_DIRS']}" in SERVICES["kafka"]["volumes"]


def test_a_stopping_worker_is_given_the_time_that_it_takes():
    grace = int(SERVICES["worker"]["stop_grace_period"].removesuffix("s"))
    assert grace > ENDS_WITHIN > _settings("worker").drain_timeout


def test_prometheus_finds_the_workers():
    config = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
    found = {job["job_name"]: job for job in config["scrape_configs"]}["armswire"]["dns_sd_configs"][0]
    settings = _settings("worker")
    assert settings.web_host == "0.0.0.0"  # noqa: S104 - in the container's own network
    assert (found["names"], found["port"]) == (["worker"], settings.web_port)
    assert SERVICES["worker"]["expose"] == [str(settings.web_port)]
    assert ("EXPOSE", str(settings.web_port)) in _final_stage()


def test_prometheus_counts_the_first_event_of_a_counter():
    # Workers show a counter of some label from its first event on, with the time at which it was 0.
    assert "--enable-feature=created-timestamp-zero-ingestion" in SERVICES["prometheus"]["command"]


def test_grafana_has_its_data_source_and_the_dashboard():
    folder = DEPLOY / "grafana"
    (source,) = yaml.safe_load((folder / "provisioning/datasources/prometheus.yaml").read_text())["datasources"]
    assert source["url"] == f"http://prometheus:{_port(SERVICES['prometheus']['ports'][0])[2]}"
    scraped = yaml.safe_load((DEPLOY / "prometheus/prometheus.yml").read_text())["global"]["scrape_interval"]
    assert source["jsonData"]["timeInterval"] == scraped
    dashboard = json.loads((folder / "dashboards/armswire.json").read_text())
    asked = re.findall(r'"uid": "(\w+)"', json.dumps([dashboard["panels"], dashboard["annotations"]]))
    assert set(asked) == {source["uid"]}
    (provider,) = yaml.safe_load((folder / "provisioning/dashboards/armswire.yaml").read_text())["providers"]
    path = provider["options"]["path"]
    assert f"./grafana/dashboards:{path}:ro" in SERVICES["grafana"]["volumes"]
    assert _environment("grafana")["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] == f"{path}/armswire.json"


def test_the_image_runs_as_a_user_without_rights_and_without_compilers():
    stage = _final_stage()
    assert ("USER", "10001:10001") in stage
    runs = " ".join(rest for keyword, rest in stage if keyword == "RUN")
    assert "apt-get" not in runs
    assert "install" not in runs.replace("uninstall", "")
    assert "uninstall --yes --root-user-action=ignore pip" in runs


def test_every_package_of_the_image_is_checked_by_its_hash():
    installs = re.findall(r"pip (?:--python \S+ )?install ([^&\n]+)", re.sub(r"\\\n\s*", " ", DOCKERFILE))
    assert [words for words in installs if "--require-hashes" not in words] == ["--no-deps --no-index dist/*.whl"]
    for name in re.findall(r"--require-hashes -r (\S+)", DOCKERFILE):
        listed = (ROOT / name) if (ROOT / name).exists() else (DEPLOY / name)
        pins = re.findall(r"(?m)^([\w.-]+)(.*)$", re.sub(r"\\\n\s*", " ", listed.read_text()))
        assert pins
        for package, rest in pins:
            assert re.match(r"==\S+ .*--hash=sha256:[0-9a-f]{64}", rest), package


def test_what_builds_the_image_is_what_the_project_asks_for():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert wanted == ["hatchling>=1.27"]
    pinned = re.search(r"(?m)^hatchling==(\d+)\.(\d+)", (DEPLOY / "requirements-build.txt").read_text())
    assert [int(part) for part in pinned.groups()] >= [1, 27]


def test_what_is_copied_is_in_the_repository_and_let_through():
    copied = [
        source
        for keyword, rest in _instructions(DOCKERFILE)
        if keyword == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    ]
    ignore = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in ignore
    assert {line[1:] for line in ignore if line.startswith("!")} == set(copied)
    for source in copied:
        assert (ROOT / source).exists(), source


@pytest.mark.parametrize(("stuck", "expected"), [(False, 0), (True, 1)])
def test_the_image_is_healthy_as_long_as_its_worker_lives(stuck, expected):
    (check,) = [rest for keyword, rest in _final_stage() if keyword == "HEALTHCHECK"]
    program, *arguments = json.loads(re.search(r"CMD (\[.*\])", check)[1])
    assert program == "python"
    ahead = itertools.chain([0.0], itertools.repeat(1000.0 if stuck else 0.0))
    site = Site("127.0.0.1", 0, Health(60, clock=lambda: next(ahead)), Metrics().registry)
    site.start()
    try:
        environment = {"ARMSWIRE_WEB_HOST": "0.0.0.0", "ARMSWIRE_WEB_PORT": str(site.port)}  # noqa: S104
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, timeout=30)
    finally:
        site.stop()
    assert done.returncode == expected
