"""``make handout``: set the hand-out as PDF and HTML."""

import sys

from scripts.documents.handout import main
from scripts.errors import run_command

if __name__ == "__main__":
    run_command(main, sys.argv[1:])
