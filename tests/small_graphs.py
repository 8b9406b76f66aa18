"""Small graphs for tests: TriG without its prefixes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from styrgraf.namespaces import BASE, PREFIXES

#: The base and prefixes of every TriG text in the tests.
HEAD = f"@base <{BASE}> .\n" + "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

#: Makes a folder with data/ of the given TriG texts, by name.
MakeRoot = Callable[..., Path]
