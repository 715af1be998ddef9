"""``python -m sim.describe``."""

from sim.describe.document import DESCRIPTION, rewritten

if __name__ == "__main__":
    DESCRIPTION.write_text(rewritten(DESCRIPTION.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{DESCRIPTION} is up to date")
