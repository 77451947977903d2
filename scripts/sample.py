"""``make sample``: set the report with the model answers and real experiments."""

import sys

from scripts.documents.sample_report import main
from scripts.errors import run_command

if __name__ == "__main__":
    run_command(main, sys.argv[1:])
