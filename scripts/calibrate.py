"""``make calibrate``: measure accuracy thresholds over many seeds."""

import sys

from scripts.errors import run_command
from scripts.proof.calibration import main

if __name__ == "__main__":
    run_command(main, sys.argv[1:])
