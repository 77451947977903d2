"""``make release``: write the zip for students, if nothing leaked."""

import sys

from scripts.build.release import main
from scripts.errors import run_command

if __name__ == "__main__":
    run_command(main, sys.argv[1:])
