"""One measurement of the benchmark: ``python -m scripts.measure TASK ENGINE FOLDER``, run by ``benchmark.py``.

It works on the files that ``benchmark.py`` has put in the folder, and prints a line of JSON as soon as a step is done,
so that what is measured stays measured if a later step takes too long. What takes turns takes the same turns in every
engine; one that is slow takes fewer of them.
"""

from __future__ import annotations

import resource
import sys
from importlib import import_module
from pathlib import Path

from scripts.measure.steps import JOBS, tell


def peak() -> float:
    """Tell the megabytes at the peak of this process, or of the largest that it has waited for: Java, or a loader."""
    own, largest = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    status = Path("/proc/self/status")
    if status.exists():
        # What Linux tells of usage begins with what the parent had when it began this process.
        own = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return max(own, largest) / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> None:
    """Do a job, and tell what it took at its peak."""
    task, engine, folder = sys.argv[1:]
    import_module(f"scripts.measure.{task.replace('-', '_')}")
    try:
        JOBS[task, engine](Path(folder))
    except ImportError as error:
        tell(missing=error.name or str(error))
    except BaseException as error:  # a peer that fails is told of, whatever it fails with: a panic is no Exception
        tell(failed=f"{type(error).__name__}: {error}".splitlines()[0][:200])
    tell(peak_mb=peak())


if __name__ == "__main__":
    main()
