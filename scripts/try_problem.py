"""Run a problem's tests natively, without grader or sandbox."""

import sys

from scripts.errors import run_command
from scripts.proof.quick_try import main

if __name__ == "__main__":
    run_command(main, sys.argv[1:])
