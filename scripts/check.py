"""``make check``: prove that the spec is sound."""

import sys

from scripts.errors import run_command
from scripts.proof.proof import main

if __name__ == "__main__":
    run_command(main, sys.argv[1:])
