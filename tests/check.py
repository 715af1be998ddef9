"""Everything that has to hold, one after the other: ``python -m tests.check``.

What is added behind it goes to pytest: ``python -m tests.check -k promises``.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINT_IMPORTS = "import importlinter.cli as lint; lint.lint_imports_command()"
CHECKS = {
    "style": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "--quiet", "."),
    "types": ("-m", "mypy"),
    "floors": ("-c", LINT_IMPORTS, "--no-logo"),
    "tests": ("-m", "pytest", "-n", "2"),
}


def main(for_pytest: list[str]) -> int:
    """Run every check, the later ones also after a failure; 0 if all went well."""
    ended = {}
    for name, words in CHECKS.items():
        print(f"\n-- {name} --", flush=True)
        begin = time.perf_counter()
        added = for_pytest if name == "tests" else []
        code = subprocess.run([sys.executable, *words, *added], cwd=ROOT, check=False).returncode
        ended[name] = (code, time.perf_counter() - begin)
    print()
    for name, (code, seconds) in ended.items():
        print(f"{name:8} {'passed' if code == 0 else 'FAILED'} in {seconds:.0f} s")
    return int(any(code for code, _ in ended.values()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
