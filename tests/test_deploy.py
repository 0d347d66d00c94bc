"""The files of `deploy/` fit together, as far as can be told without containers."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
OWN_PATHS = {"/tmp"}  # noqa: S108  (of the container)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    return told


def errands(text: str) -> list[str]:
    return re.findall(r"manage\.py (.+)", text)


def of_units(name: str) -> list[str]:
    return errands((ROOT / "deploy" / "systemd" / name).read_text(encoding="utf-8"))


def test_every_service_waits_for_services_that_exist_and_mounts_declared_volumes(
    compose: dict[str, Any],
) -> None:
    services = compose["services"]

    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        assert {mount.partition(":")[0] for mount in service.get("volumes", ())} <= set(compose["volumes"])


def test_whatever_the_portal_writes_lies_on_a_volume(compose: dict[str, Any]) -> None:
    """The rest of its file system only reads, and is gone with the container."""
    ours = [service for service in compose["services"].values() if service.get("image") == "hakama"]
    image = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")

    assert len(ours) == 5
    for service in ours:
        mounted = {mount.partition(":")[2] for mount in service["volumes"]}
        written = {service["environment"]["DUMPS_DIR"], "/media"}
        assert service["environment"]["MEDIA_STORAGE_URL"] == "${MEDIA_STORAGE_URL:-/media}"
        assert (service["read_only"], set(service["tmpfs"]), mounted) == (True, OWN_PATHS, written)
    for folder in written:  # a new volume belongs to whom the folder of the image belongs
        assert re.search(rf"mkdir -p [^&]*{folder}\b[^&]*&& chown hakama [^&]*{folder}\b", image)


def test_containers_do_what_the_timers_of_systemd_do(compose: dict[str, Any]) -> None:
    services = compose["services"]
    [listed] = re.findall(r"for errand in (.+?); do", services["timers"]["command"][-1])

    assert errands(services["nightly"]["command"][-1]) == of_units("hakama-nightly.service")
    assert listed.split() == of_units("hakama-minutes.service")
