"""Stores on disk: the same graph as in memory, current with the files, and whole whatever happens while one is made."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from small_graphs import MakeRoot
from styrgraf.errors import StyrgrafError, UnreadableFileError
from styrgraf.lineage import identify, trace_lineage
from styrgraf.namespaces import BASE
from styrgraf.reason import open_graph
from styrgraf.reports.lineage import render_lineage
from styrgraf.store import Graph

ONE = """
<document/a> {
  <document/a> a sg:Document ; skos:prefLabel "Dokument A"@sv .
  <document/a#stycke-1> a sg:Passage ; sg:passageOf <document/a> ; sg:ordinal 1 ; sg:position 1 .
}
<document/a#stycke-1> { <transfer/X-2020-1/1> a sg:Transfer ; sg:amount 1500.50 ; sg:authorisedBy <decision/b/2020/1> .
}
"""
TRANSFER = f"{BASE}transfer/X-2020-1/1"
SCRIPT = """
import sys
from pathlib import Path
from styrgraf.reason import open_graph
open_graph(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def facts(graph: Graph) -> set[str]:
    """List all that a graph holds, in which blank nodes are alike."""
    return {str(quad) for quad in graph.store if "_:" not in str(quad)}


def test_it_holds_what_a_graph_in_memory_does(texts_root: Path, tmp_path: Path) -> None:
    memory, disk = open_graph(texts_root), open_graph(texts_root, tmp_path / "store")
    again = open_graph(texts_root, tmp_path / "store")
    assert facts(memory) == facts(disk) == facts(again)
    assert {str(quad) for quad in memory.derived} == {str(quad) for quad in again.derived}
    assert len(memory.asserted) == len(again.asserted)
    reports = [
        render_lineage(graph, trace_lineage(graph, identify(graph, "STK-2023-822")), "json")
        for graph in (memory, again)
    ]
    assert reports[0] == reports[1]


def test_it_is_loaded_once_and_again_when_a_file_changes(make_root: MakeRoot, tmp_path: Path) -> None:
    root, store, told = make_root(one=ONE), tmp_path / "store", []

    def progress(done: int, of: int) -> None:
        told.append((done, of))

    open_graph(root, store, progress)
    assert [done for done, _ in told] == list(range(told[-1][1] + 1))
    told.clear()
    assert open_graph(root, store, progress).is_known(TRANSFER)
    assert told == []
    file = root / "data" / "one.trig"
    file.write_text(file.read_text(encoding="utf-8").replace("X-2020-1/1", "X-2020-1/2"), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert not open_graph(root, store, progress).is_known(TRANSFER)
    assert told


def test_whoever_reads_the_store_before_goes_on_reading(make_root: MakeRoot, tmp_path: Path) -> None:
    root, store = make_root(one=ONE), tmp_path / "store"
    old = open_graph(root, store)
    (root / "data" / "one.trig").unlink()
    root = make_root(one=ONE.replace("X-2020-1/1", "X-2020-1/3"))
    assert not open_graph(root, store).is_known(TRANSFER)
    assert old.is_known(TRANSFER)
    generations = [path for path in store.iterdir() if path.is_dir()]
    assert len(generations) == 2
    for amount in (7, 8):
        open_graph(make_root(one=ONE.replace("1500.50", f"{amount}.0")), store)
    assert len([path for path in store.iterdir() if path.is_dir()]) == 2


def test_a_store_whose_making_is_killed_at_any_moment_is_whole(texts_root: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    expected = facts(open_graph(texts_root))
    for delay in (0.15, 0.25, 0.35, 0.5, 0.7, 1.0):
        process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(texts_root), str(store)])
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert facts(open_graph(texts_root, store)) == expected
        manifest = store / "styrgraf-store.txt"
        manifest.write_text(manifest.read_text(encoding="utf-8") + "another file\n", encoding="utf-8")
    assert len([path for path in store.iterdir() if path.is_dir()]) <= 3


@pytest.mark.parametrize("damage", ["truncated", "manifest", "generation gone"])
def test_a_damaged_store_is_one_error_or_is_made_again(make_root: MakeRoot, tmp_path: Path, damage: str) -> None:
    root, store = make_root(one=ONE), tmp_path / "store"
    open_graph(root, store)
    generation = next(path for path in store.iterdir() if path.is_dir())
    if damage == "manifest":
        (store / "styrgraf-store.txt").write_text("{", encoding="utf-8")
        assert open_graph(root, store).is_known(TRANSFER)
        return
    for path in generation.iterdir():
        if damage == "generation gone":
            path.unlink()
        elif path.is_file():
            path.write_bytes(path.read_bytes()[:10])
    with pytest.raises(StyrgrafError, match="the store is damaged") as caught:
        open_graph(root, store)
    assert str(store) in str(caught.value)
    assert "remove the folder" in str(caught.value)


def test_a_store_of_another_version_is_made_again(make_root: MakeRoot, tmp_path: Path) -> None:
    root, store = make_root(one=ONE), tmp_path / "store"
    open_graph(root, store)
    manifest = store / "styrgraf-store.txt"
    generation, form, rest = manifest.read_text(encoding="utf-8").split("\n", 2)
    manifest.write_text(f"{generation}\n0{form}\n{rest}", encoding="utf-8")
    assert open_graph(root, store).is_known(TRANSFER)
    assert manifest.read_text(encoding="utf-8").split("\n")[1] == form


def test_a_folder_of_other_things_is_not_taken(make_root: MakeRoot, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StyrgrafError, match="other things than a store"):
        open_graph(make_root(one=ONE), tmp_path)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_is_one_error_and_the_store_before_stays(texts_root: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    open_graph(texts_root, store)
    before = sorted(path.name for path in store.iterdir())
    file = texts_root / "data" / "new.trig"
    file.write_text("# nothing\n", encoding="utf-8")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    command = [sys.executable, "-m", "styrgraf", "--root", str(texts_root), "--store", str(store), "find", "budget"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode == 2
    assert "cannot write the store" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in store.iterdir()) == before
    file.unlink()


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_prefix_of_one_file_is_none_of_another(make_root: MakeRoot, tmp_path: Path, on_disk: bool) -> None:
    root = make_root(one=f"@prefix p: <{BASE}document/a#> .\n{ONE}")
    (root / "data" / "two.trig").write_text("p:x { p:x p:y p:z . }", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="the prefix p: is not declared") as caught:
        open_graph(root, tmp_path / "store" if on_disk else None)
    assert "two.trig:1:1" in str(caught.value)
