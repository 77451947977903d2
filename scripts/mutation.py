"""``make mutation``: change the solutions mechanically and see the tests notice."""

import sys

from scripts.errors import run_command
from scripts.proof.mutation import main

if __name__ == "__main__":
    run_command(main, sys.argv[1:])
