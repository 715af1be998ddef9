"""``python -m sim.describe``."""

from sim.describe.document import DOCUMENTS, rewritten

if __name__ == "__main__":
    for document, parts in DOCUMENTS.items():
        text = rewritten(document.read_text(encoding="utf-8"), parts)
        document.write_text(text, encoding="utf-8")
        print(f"{document} is up to date")
