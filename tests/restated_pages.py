"""The restated pages, which are not in the repository: where they lie, and their items."""

from __future__ import annotations

import os
from pathlib import Path

from styrgraf.documents.layout import shipped_root

#: The folder, beside the repository unless the environment names another.
RESTATED = Path(os.environ.get("STYRGRAF_RESTATED", shipped_root().parent / "shared" / "sources" / "organisation"))


def read_items(file: str) -> list[str]:
    """Give the items of a restated page, in order."""
    lines = (RESTATED / file).read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]
