"""What staff read about the code of a submission: what it reaches for, found without running it."""

from __future__ import annotations

import pytest

from autograder.model.manifest import FromScratch, Problem
from autograder.submission import collect
from tests.submission.samples import EDITABLE, complete, manifest, write_files

SCRATCH = Problem("p", "P", 1, 0, EDITABLE, FromScratch(["conv1d"], ["*conv*"]))


def notices(tmp_path, source: str, helper: str = "") -> list[str]:
    files = {**complete(), "src/models.py": source, **({"src/helper.py": helper} if helper else {})}
    submission = collect(write_files(tmp_path / "s", files), manifest(problems=[SCRATCH]))
    assert not any(note in submission.notices for note in submission.staff_notices)
    return submission.staff_notices


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import testkit.probes", "src/models.py line 1 imports testkit.probes"),
        ("from testkit import check", "line 1 imports testkit"),
        ("import importlib\nimportlib.import_module('testkit.probes')", "line 2 names testkit.probes"),
        ("import autograder.isolation.worker.child as c", "line 1 imports autograder.isolation.worker.child"),
        ("import sys\nsys.modules['x'] = 1", "line 2 uses sys.modules"),
        ("from sys import modules", "line 1 uses sys.modules"),
        ("import gc as g\ng.get_objects()", "line 2 uses gc.get_objects"),
        ("import torch\ntorch.equal = lambda a, b: True", "line 2 assigns to torch.equal"),
        ("from torch import nn\nnn.Module.train = None", "line 2 assigns to torch.nn.Module.train"),
        ("import torch\nsetattr(torch.Tensor, 'clone', None)", "line 2 assigns to an attribute of torch.Tensor"),
        ("import numpy as np\ndel np.array_equal", "line 2 assigns to numpy.array_equal"),
    ],
)
def test_staff_read_what_is_touched(tmp_path, source, words):
    (note,) = notices(tmp_path, source)
    assert words in note


def test_ordinary_code_earns_no_notice(tmp_path):
    source = """
        import sys, torch
        import numpy as np
        from torch import nn
        torch.backends.cudnn.benchmark = True
        torch.manual_seed(0)
        sys.path.append(".")
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv = nn.Conv1d(1, 1, 2)
                self.conv.bias.requires_grad = False
        def conv1d(x, kernel):
            return torch.stack([(x[i : i + 2] * kernel).sum() for i in range(len(x) - 1)])
    """
    assert notices(tmp_path, "\n".join(line[8:] for line in source.splitlines())) == []


@pytest.mark.parametrize(
    ("source", "helper", "name"),
    [
        ("from torch.nn import functional as F\ndef conv1d(x): return F.conv1d(x)", "", "torch.nn.functional.conv1d"),
        ("import numpy as np\ng = np.convolve\ndef conv1d(x): return h(x)\ndef h(x): return g(x)", "", "numpy.convolve"),
        ("import torch\ndef conv1d(x): return getattr(torch, 'conv1d')(x)", "", "torch.conv1d"),
        ("from torch import conv1d as f\nclass A:\n    def go(self): return f\ndef conv1d(x): return A().go()", "", "torch.conv1d"),
        ("from src.helper import slide\ndef conv1d(x): return slide(x)", "import torch.nn as n\ndef slide(x): return n.Conv1d",
         "torch.nn.Conv1d (src/helper.py line 2)"),
    ],
)  # fmt: skip
def test_staff_read_what_is_reached(tmp_path, source, helper, name):
    (note,) = notices(tmp_path, source, helper)
    assert note.startswith("conv1d is to be written from scratch") and name in note
