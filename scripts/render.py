"""``make render``: write student/ and solution/ from the spec."""

import sys

from scripts.build.student_tree import main
from scripts.errors import run_command

if __name__ == "__main__":
    run_command(main, sys.argv[1:])
