"""Limits hold: what runs away is stopped, and nothing is left behind."""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from small_graphs import MakeRoot
from styrgraf.documents.layout import find_layout
from styrgraf.errors import StyrgrafError
from styrgraf.query import Limits, run_query
from styrgraf.query.limits import run_limited
from styrgraf.reason import open_graph
from styrgraf.store import Graph

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
# A child that is not stopped would go on for hours; a busy machine may take its time to stop one.
GENEROUS = 20

Tell = Callable[[Any], None]

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the memory limit holds on Linux")


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    yield
    assert mp.active_children() == []
    if hasattr(os, "waitpid"):
        # Python's own resource tracker, which spawn starts, may live; nothing may have died and be unburied.
        with contextlib.suppress(ChildProcessError):
            assert os.waitpid(-1, os.WNOHANG) == (0, 0)


@pytest.fixture
def dense(make_root: MakeRoot) -> Graph:
    """Make a graph of 150 cases of which each belongs to every other."""
    cases = [f"<case/X-2020-{number}>" for number in range(150)]
    facts = "\n".join(f"{one} a sg:Case ; sg:inCase {', '.join(cases)} ." for one in cases)
    return Graph(find_layout(make_root(one=f"<document/a> {{ {facts} }}")))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) WHERE { ?a (sg:inCase+/sg:inCase+)+ ?b . ?b (sg:inCase|^sg:inCase)+/sg:inCase+ ?c }",
        f"SELECT (COUNT(*) AS ?n) WHERE {{ {PRODUCT} }}",
        f"ASK {{ {PRODUCT} FILTER (?a = ?nothing) }}",
    ],
)
def test_a_query_without_end_is_stopped(dense: Graph, query: str) -> None:
    started = time.monotonic()
    with pytest.raises(StyrgrafError, match=r"stopped after 1 s") as caught:
        run_query(dense, query, limits=Limits(seconds=1))
    assert time.monotonic() - started < GENEROUS
    assert "bound its property paths" in str(caught.value)


@linux_only
@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * WHERE {{ {PRODUCT} }} ORDER BY ?c ?f ?i",
        f"SELECT DISTINCT ?a ?c ?d ?f ?g ?i WHERE {{ {PRODUCT} FILTER (?i = ?nothing || true) }}",
        "SELECT (GROUP_CONCAT(?text; separator='') AS ?all) WHERE { ?a ?b ?c . ?d ?e ?f "
        "BIND (CONCAT(STR(?a), STR(?b), STR(?c), STR(?d), STR(?e), STR(?f)) AS ?text) } GROUP BY ?a",
    ],
)
def test_a_query_that_eats_memory_is_stopped(dense: Graph, query: str) -> None:
    with pytest.raises(StyrgrafError, match=r"stopped (at 150 MB|when the answer grew larger than 150 MB)"):
        run_query(dense, query, limits=Limits(seconds=60, memory_mb=150, rows=10**9))
    # The graph goes on answering.
    assert run_query(dense, "ASK { ?a a sg:Case }").truth is True


def test_an_answer_with_too_many_rows_is_an_error_and_never_cut(dense: Graph) -> None:
    query = f"SELECT * WHERE {{ {PRODUCT} }}"
    with pytest.raises(StyrgrafError, match="stopped at 5000 rows: the answer has more"):
        run_query(dense, query, limits=Limits(rows=5000))
    assert len(run_query(dense, f"{query} LIMIT 5000", limits=Limits(rows=5000))) == 5000


def test_a_graph_is_counted_by_what_is_in_it_and_not_by_how_often_it_is_made(dense: Graph) -> None:
    made = "CONSTRUCT { ?a a sg:Case } WHERE { ?a sg:inCase ?b }"
    assert len(run_query(dense, made, limits=Limits(rows=150))) == 150
    with pytest.raises(StyrgrafError, match="stopped at 149 rows: the answer has more"):
        run_query(dense, made, limits=Limits(rows=149))


def test_an_answer_may_not_be_larger_than_the_memory() -> None:
    taken: list[bytes] = []
    with pytest.raises(StyrgrafError, match="answer grew larger than 50 MB"):
        run_limited(partial(_large, 100_000), taken.append, Limits(memory_mb=50, seconds=60))
    assert 40 * 2**20 < sum(map(len, taken)) <= 50 * 2**20


def _large(items: int, tell: Tell) -> None:
    for _ in range(items):
        tell(os.urandom(5_000))


def test_what_refuses_to_take_more_ends_the_work() -> None:
    with pytest.raises(StyrgrafError, match="enough"):
        run_limited(partial(_large, 10**9), _refuse, Limits(seconds=60))


def _refuse(told: bytes) -> None:
    raise StyrgrafError("enough")


def test_a_query_nested_too_deeply_ends_its_own_process_alone(texts: Graph) -> None:
    deep = "{" * 30_000 + "}" * 30_000
    with pytest.raises(StyrgrafError, match=r"ended without an answer|needs more memory|stopped after"):
        run_query(texts, f"SELECT * WHERE {{ {deep} }}", limits=Limits(seconds=10))
    assert run_query(texts, "ASK {}").truth is True


def test_where_there_is_no_fork_a_new_interpreter_answers_and_is_stopped(texts: Graph) -> None:
    query = "SELECT ?label WHERE { GRAPH ?g { <body/kommunstyrelsen> skos:prefLabel ?label } } ORDER BY ?label ?g"
    assert run_query(texts, query, start_method="spawn") == run_query(texts, query)
    with pytest.raises(StyrgrafError, match="stopped after 2 s"):
        run_query(texts, f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", limits=Limits(seconds=2), start_method="spawn")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGALRM])
def test_a_child_that_is_killed_is_an_error(number: signal.Signals) -> None:
    with pytest.raises(StyrgrafError, match=r"stopped|ended without an answer"):
        run_limited(partial(_die, number), print, Limits(seconds=30))


def _die(number: signal.Signals, tell: Tell) -> None:
    tell(1)
    os.kill(os.getpid(), number)
    time.sleep(60)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks /proc")
def test_the_child_ends_when_its_parent_is_killed() -> None:
    program = (
        "from styrgraf.query import *; from styrgraf.reason import open_graph; import os\n"
        "from styrgraf.query.limits import run_limited\n"
        "def work(tell):\n"
        "    os.write(1, f'{os.getpid()}\\n'.encode())\n"
        "    while True: pass\n"
        "run_limited(work, print, Limits(seconds=3))\n"
    )
    source = str(Path(__file__).parents[2] / "src")
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": source}
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + GENEROUS
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    # Whoever takes in orphans may not have buried it yet.
    return state != "Z"


def test_the_child_can_open_no_file() -> None:
    def open_one(tell: Tell) -> None:
        try:
            tell(Path(__file__).read_text())
        except OSError as error:
            tell(f"refused: {error.strerror}")

    said: list[str] = []
    run_limited(open_one, said.append, Limits(seconds=30))
    assert [one.partition(":")[0] for one in said] == ["refused"]


@pytest.mark.parametrize("limits", [{"seconds": 0}, {"seconds": -1}, {"memory_mb": 0}, {"rows": 0}])
def test_a_limit_of_nothing_is_an_error(limits: dict[str, int]) -> None:
    with pytest.raises(StyrgrafError, match="greater than 0"):
        Limits(**limits)


def test_a_store_on_disk_opens_its_files_as_it_is_asked(texts_root: Path, tmp_path: Path) -> None:
    open_graph(texts_root, tmp_path / "store")
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    disk = open_graph(texts_root, tmp_path / "store")  # as a new process does, that has read nothing of it yet
    assert run_query(disk, query) == run_query(open_graph(texts_root), query)
