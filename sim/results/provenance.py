"""Provenance of results: enough to run them again and to see what has changed since."""

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from sim.compiling import rules_mark
from sim.errors import ProvenanceError
from sim.scenario.loading import scenario_from_document
from sim.scenario.schema import Scenario
from sim.storm.parameters import Parameters

PROJECT = "shitstorm-sim"
PACKAGES = ("numpy", "numba", "scipy", "networkx", "pandas", "xarray", "pydantic", "mesa")
"""Packages whose versions may matter to a result."""


def provenance(scenario: Scenario, engine: str, created: str | None = None) -> dict[str, Any]:
    """Return what all runs of a scenario share. ``created`` is a UTC time in ISO form, or now.

    What a file of ties says and leaves out stands under "ties", for results made now.
    """
    ties = ties_of(scenario) if created is None else {}
    return {
        "scenario": {"name": scenario.name, "document": scenario.document},
        **({"ties": ties} if ties else {}),
        "engine": engine,
        "parameter_hash": parameter_hash(scenario.parameters),
        "version": version(PROJECT),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "created": created or datetime.now(UTC).isoformat(timespec="seconds"),
    }


def ties_of(scenario: Scenario) -> dict[str, Any]:
    """Return what the scenario's file of ties says, empty if it has none that can be read."""
    if scenario.community.ties.kind != "file":
        return {}
    from sim.community.files import fingerprint  # noqa: PLC0415 (pandas is slow to load)

    return fingerprint(scenario.community)


def identity(scenario: Scenario) -> dict[str, Any]:
    """Return all that the runs of a scenario depend on, by name, in plain values."""
    origin = provenance(scenario, "", created="-")
    ties = ties_of(scenario)
    return {
        "scenario": dict(scenario.document),
        **({"file of ties": ties["sha256"]} if ties else {}),
        "rules of the model": rules_mark(),
        **{key: origin[key] for key in ("version", "python", "packages")},
    }


def parameter_hash(parameters: Parameters) -> str:
    """Return the SHA-256 of the parameters' values as canonical JSON."""
    values = parameters.model_dump(mode="json")
    text = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def version(package: str) -> str:
    """Return the installed version of a package."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def scenario_of(provenance: Mapping[str, Any]) -> Scenario:
    """Return the scenario that a provenance holds."""
    kept = entry(provenance, "scenario")
    document, name = entry(kept, "document"), entry(kept, "name")
    if not isinstance(document, Mapping) or not isinstance(name, str):
        raise ProvenanceError("its scenario is damaged; give the provenance.json of a single run")
    return scenario_from_document(document, name)


def entry(provenance: Any, key: str) -> Any:
    """Return an entry of a provenance. A missing one raises ``ProvenanceError``."""
    if not isinstance(provenance, Mapping) or key not in provenance:
        raise ProvenanceError(f'no "{key}" in it; give the provenance.json of a single run')
    return provenance[key]
