"""Packages that only some commands need, told before work begins, and all of them by name."""

from importlib.util import find_spec

from sim.errors import InputError

STUDIES, CLUSTER, LAB, SLIDES = "studies", "cluster", "lab", "slides"
PACKAGES = {
    "optuna": ("Optuna", STUDIES),
    "SALib": ("SALib", STUDIES),
    "sklearn": ("scikit-learn", STUDIES),
    "tomli_w": ("tomli-w", STUDIES),
    "tomlkit": ("tomlkit", LAB),
    "pptx": ("python-pptx", SLIDES),
    "distributed": ("Dask (distributed)", CLUSTER),
}
"""By module: the name of its package, and the extra that installs it."""


def require(what: str, *modules: str, cluster: str | None = None) -> None:
    """Raise ``InputError`` with the names of all modules that are missing, and how to get them.

    With the address of a ``cluster`` the package for clusters is needed as well.
    """
    needed = [*modules, *(["distributed"] if cluster is not None else [])]
    missing = [PACKAGES[module] for module in needed if not is_there(module)]
    if missing:
        names = " and ".join(name for name, _ in missing)
        extras = ",".join(dict.fromkeys(extra for _, extra in missing))
        raise InputError(
            f"{what} needs {names}; install what is missing with: "
            f"pip install 'shitstorm-sim[{extras}]'"
        )


def is_there(module: str) -> bool:
    """Return True if a module can be imported."""
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
