"""What operators start from: compose.yaml, Kubernetes, systemd, nginx fitted to a place."""

import os
import subprocess

import pytest
import yaml

from dev.environment import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
KUBERNETES = [
    document
    for file in sorted((ROOT / "deploy" / "kubernetes").glob("*.yaml"))
    for document in yaml.safe_load_all(file.read_text())
]
PODS = [
    (each["metadata"]["name"], each["spec"].get("jobTemplate", each)["spec"]["template"]["spec"])
    for each in KUBERNETES
    if each["kind"] in ("Deployment", "Job", "CronJob")
]


@pytest.mark.parametrize("name", ["prepare", "web", "second", "worker", "nginx"])
def test_a_service_writes_nowhere_else_and_has_few_rights(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert any(str(place).startswith("/tmp") for place in service["tmpfs"])


def test_what_runs_for_long_is_looked_after_and_started_again():
    for name in ("database", "web", "second", "worker", "nginx"):
        service = COMPOSE["services"][name]
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"]
    for each in KUBERNETES:
        if each["kind"] == "Deployment":  # which is started again without being told to
            [container] = each["spec"]["template"]["spec"]["containers"]
            assert container["livenessProbe"]


def test_no_secret_stands_in_a_variable_of_compose():
    environment = COMPOSE["services"]["web"]["environment"]
    secrets = {name for name in environment if name.endswith("_FILE")}
    assert len(secrets) == 6
    assert not {name.removesuffix("_FILE") for name in secrets} & environment.keys()
    assert {environment[name] for name in secrets} <= {
        f"/run/secrets/{name}" for name in COMPOSE["services"]["web"]["secrets"]
    }
    assert "@" not in environment["DATABASE_URL"].replace("portal@%2F", "")


@pytest.mark.parametrize(("name", "pod"), PODS)
def test_a_pod_is_no_root_and_writes_nowhere_else(name, pod):
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 10001
    [container] = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    assert mounted == {volume["name"] for volume in pod["volumes"]}
    assert "tmp" in mounted


def test_all_that_is_named_is_applied():
    [kustomization] = [each for each in KUBERNETES if each["kind"] == "Kustomization"]
    files = {file.name for file in (ROOT / "deploy" / "kubernetes").glob("*.yaml")}
    assert {*kustomization["resources"], "kustomization.yaml"} == files
    assert [name for name, _ in PODS] == ["backup", "prepare", "web", "worker"]


def fitted(**variables):
    return subprocess.run(
        ["sh", ROOT / "deploy" / "fit-nginx.sh"],
        input=(ROOT / "deploy" / "nginx.conf").read_text(),
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
    )


def test_nginx_is_fitted_to_a_place():
    text = fitted(
        HOST="portal.test",
        OTHER_HOSTS="www.portal.test",
        WEB="unix:/sockets/web.sock",
        SECOND="unix:/sockets/second.sock",
        HSTS_SECONDS="300",
    ).stdout
    assert "portal.example" not in text
    assert "server_name portal.test www.portal.test;" in text
    assert "\n        server unix:/sockets/web.sock max_fails=0;" in text
    assert "\n        server unix:/sockets/second.sock max_fails=0 backup;" in text
    assert '"max-age=300"' in text
    assert "http2 on;" in text
    old = fitted(HOST="portal.test", OLD_NGINX="1").stdout
    assert "http2 on" not in old
    assert "\n        listen 443 ssl http2;" in old
    assert "# server 127.0.0.1:8001" in old


def test_a_place_that_is_none_is_refused():
    assert "strange signs" in fitted(HOST="a;b").stderr
    assert fitted().returncode


def test_units_start_what_there_is():
    for unit in (ROOT / "deploy" / "systemd").glob("*.service"):
        text = unit.read_text()
        assert "User=portal" in text
        assert "ProtectSystem=strict" in text
        if command := text.partition("manage.py ")[2].partition("\n")[0]:
            assert list(ROOT.glob(f"*/management/commands/{command}.py"))
