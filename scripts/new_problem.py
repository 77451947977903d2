"""``make new-problem``: make the folder of a new problem."""

import sys

from scripts.coursespec.new_problem import main
from scripts.errors import run_command

if __name__ == "__main__":
    run_command(main, sys.argv[1:])
