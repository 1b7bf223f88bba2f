"""The chart's values have keys that the chart knows, and each learner gets an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from traitlets.config import Config

from copcourse.grading.exchange import number_of
from whole.playing import ROOT

PLACE = ROOT / "course" / "hub" / "kubernetes"
DB = "postgresql+pg8000://trainer:secret@db/gradebook"

# What values.schema.yaml of the chart 4.3 takes at the keys that we set. Below a key with `dict`
# or `list` here, what follows is Kubernetes' or JupyterHub's own.
KNOWN: dict[str, type | tuple[type, ...]] = {
    "hub.config": dict,
    "hub.extraFiles.*.mountPath": str,
    "hub.extraEnv": dict,
    "hub.db.type": str,
    "hub.resources": dict,
    "proxy.https.enabled": bool,
    "proxy.https.hosts": list,
    "proxy.https.letsencrypt.contactEmail": str,
    "singleuser.image.name": str,
    "singleuser.image.tag": str,
    "singleuser.defaultUrl": str,
    "singleuser.startTimeout": int,
    "singleuser.fsGid": (int, type(None)),
    "singleuser.memory.guarantee": (int, str),
    "singleuser.memory.limit": (int, str),
    "singleuser.cpu.guarantee": (int, float),
    "singleuser.cpu.limit": (int, float),
    "singleuser.networkPolicy.enabled": bool,
    "singleuser.initContainers": list,
    "singleuser.storage.type": str,
    "singleuser.storage.capacity": str,
    "singleuser.storage.homeMountPath": str,
    "singleuser.storage.dynamic.volumeNameTemplate": str,
    "singleuser.storage.extraVolumes": list,
    "singleuser.storage.extraVolumeMounts": list,
    "singleuser.extraFiles.*.mountPath": str,
    "cull.enabled": bool,
    "cull.timeout": int,
    "cull.every": int,
    "prePuller.continuous.enabled": bool,
    "scheduling.userScheduler.enabled": bool,
}


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    """Give what the file holds."""
    read: dict[str, Any] = yaml.safe_load((PLACE / "values.yaml").read_text())
    return read


def leaves(node: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Any]]:
    """Each key that is set, as a dotted path in which a name of our choice is a star."""
    for name, value in node.items():
        path = f"{place}.*" if place.endswith("extraFiles") else f"{place}.{name}".lstrip(".")
        if isinstance(value, dict) and path not in KNOWN:
            yield from leaves(value, path)
        else:
            yield path, value


def test_every_key_is_the_charts(values: dict[str, Any]) -> None:
    """The chart refuses a key that it does not know, and a value of another kind."""
    set_here = list(leaves(values))
    assert {path for path, _ in set_here} == set(KNOWN)
    assert [path for path, value in set_here if not isinstance(value, KNOWN[path])] == []


def test_every_volume_and_file_is_there(values: dict[str, Any]) -> None:
    """A mounted volume is declared, and each file that is mounted is one of ours."""
    single = values["singleuser"]
    storage = single["storage"]
    declared = {one["name"] for one in storage["extraVolumes"]}
    declared.add(storage["dynamic"]["volumeNameTemplate"])
    mounts = [*storage["extraVolumeMounts"], *single["initContainers"][0]["volumeMounts"]]
    assert {one["name"] for one in mounts} == declared
    paths = [Path(one["mountPath"]) for one in single["extraFiles"].values()]
    ours = {path.relative_to("/srv/copcourse/etc") for path in paths}
    folders = [PLACE.parent / role for role in ("learner", "trainer")]
    files = [path for folder in folders for path in folder.rglob("*.*") if path.suffix != ".pyc"]
    assert ours == {path.relative_to(PLACE.parent) for path in files}


def test_each_learner_has_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """A learner's server has a user id of its own, and never the gradebook's address."""
    monkeypatch.setenv("COPCOURSE_TRAINER", "ana")
    monkeypatch.setenv("COPCOURSE_DB", DB)
    config = Config()
    path = PLACE / "accounts.py"
    exec(compile(path.read_text(), path, "exec"), {"get_config": lambda: config})
    made = {}
    for name in ("ana", "kim", "noor"):
        spawner = SimpleNamespace(user=SimpleNamespace(name=name), environment={"LANG": "C"})
        config.Spawner.pre_spawn_hook(spawner)
        made[name] = (spawner.uid, spawner.environment)
    assert {name: uid for name, (uid, _) in made.items()} == {
        "ana": 1000,
        "kim": number_of("kim"),
        "noor": number_of("noor"),
    }
    assert number_of("kim") != number_of("noor")
    shared = {
        "LANG": "C",
        "HOME": "/home/jovyan",
        "COPCOURSE_HUB": "/srv/copcourse",
        "COPCOURSE_ACCOUNTS": "numbers",
    }
    learner = {**shared, "JUPYTER_CONFIG_PATH": "/srv/copcourse/etc/learner"}
    trainer = {
        **shared,
        "USER": "ana",
        "JUPYTER_CONFIG_PATH": "/srv/copcourse/etc/trainer",
        "COPCOURSE_COURSE": "/home/jovyan/copcourse/course",
        "COPCOURSE_DB": DB,
    }
    assert {name: environment for name, (_, environment) in made.items()} == {
        "ana": trainer,
        "kim": {**learner, "USER": "kim"},
        "noor": {**learner, "USER": "noor"},
    }
