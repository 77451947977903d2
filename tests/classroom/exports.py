"""Exports of the platforms, written as their documentation says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path


def archive(files: Mapping[str, bytes | str]) -> bytes:
    """Return a zip of these files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return whole.getvalue()


def write_zip(path: Path, files: Mapping[str, bytes | str]) -> Path:
    """Write a zip of these files and return its path."""
    path.write_bytes(archive(files))
    return path


def write_folder(path: Path, files: Mapping[str, bytes | str]) -> Path:
    """Write these files below a folder and return it."""
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


WORK = archive({"src/sums.py": "def total(x):\n    return sum(x)\n"})

GRADESCOPE_METADATA = """---
submission_409:
  :submitters:
  - :name: "Zoë O'Hara, Jr."
    :sid: '1'
    :email: zoe@example.edu
  - :name: 李 雷
    :sid: 002
    :email:
  :created_at: 2026-04-26 17:34:00.860000000 Z
  :score: 2.0
  :status: processed
  :results:
    :score: 2.0
    :tests: []
  :history:
  - :id: 408
    :created_at: &1 2026-04-25 17:34:00.000000000 Z
    :score: 1.0
  - :id: 407
    :created_at: *1
submission_410:
  :submitters:
  - {:name: Bo Lee, :sid: '3', :email: bo@example.edu}
  :created_at: 2026-04-27 01:00:00.000000000 Z
submission_411:
  :submitters: []
  :created_at: 2026-04-27 01:00:00.000000000 Z
"""
GRADESCOPE = {
    "assignment_1_export/submission_metadata.yml": GRADESCOPE_METADATA,
    "assignment_1_export/submission_409/src/sums.py": "x = 1\n",
    "assignment_1_export/submission_409/__MACOSX/._sums.py": "junk",
    "assignment_1_export/submission_410/hw.ipynb": "{}",
}
CANVAS = {
    "doejane_LATE_1234_567890_hw-1.zip": WORK,
    "doejane_LATE_1234_567891_report.pdf": "%PDF",
    "team-1-_99_567892_hw.zip": WORK,
    "anon_77_567893_hw.zip": WORK,
}
MOODLE = {
    "Jane Doe_9_assignsubmission_file/hw.zip": WORK,
    "Bo Lee_10_assignsubmission_file_/src/sums.py": "x = 1\n",
    "Bo Lee_10_assignsubmission_onlinetext/onlinetext.html": "<p>Hello</p>",
}
BRIGHTSPACE = {
    "index.html": "<html>",
    "39786-640693 - Jane Doe - Oct 10, 2025 1022 AM/hw.zip": WORK,
    "39786-640693 - Jane Doe - Oct 11, 2025 122 PM/hw.zip": WORK,
    "39787-640693 - Bo Lee - Oct 9, 2025 1159 PM/src/sums.py": "x = 1\n",
}
BLACKBOARD = {
    "HW1_jdoe_attempt_2025-10-03-23-59-59.txt": "Name: Jane Doe (jdoe)",
    "HW1_jdoe_attempt_2025-10-03-23-59-59_hw.zip": WORK,
    "HW1_jdoe_attempt_2025-10-04-08-00-00_hw.zip": WORK,
    "HW1_blee_attempt_2025-10-03-10-00-00.txt": "Name: Bo Lee (blee)",
}
GITHUB = {
    "hw-1-janedoe/.git/HEAD": "ref: refs/heads/main\n",
    "hw-1-janedoe/src/sums.py": "x = 1\n",
    "hw-1-bo-lee/.git/HEAD": "ref: refs/heads/main\n",
    "hw-1-bo-lee/src/sums.py": "x = 2\n",
}
