"""Run the command: ``python -m styrgraf``."""

from styrgraf.cli import main

main(prog_name="styrgraf")
