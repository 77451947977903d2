"""``make autograder.zip``: write the zip for Gradescope."""

import sys

from scripts.build.autograder_zip import main
from scripts.errors import run_command

if __name__ == "__main__":
    run_command(main, sys.argv[1:])
