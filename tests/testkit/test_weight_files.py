"""Handed-in weights are read without running anything of theirs, and what is wrong with a file is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from testkit import handed_in
from testkit.probes.weight_files import load_weights
from tests.weight_samples import network, saved, weights, wrong_files

FILE = "models/best.pt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the weights in a tree that is on the import path, as a student's is."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16, torch.float64])
def test_loads_any_floating_dtype(folder: Path, dtype: torch.dtype) -> None:
    (folder / "best.pt").write_bytes(saved(weights(lambda value: value.to(dtype))))
    model = network(seed=1)
    assert load_weights(FILE, model) == ""
    for name, value in network(seed=0).state_dict().items():
        found = model.state_dict()[name]
        assert found.dtype == value.dtype and torch.allclose(found, value, atol=0.01)


@pytest.mark.filterwarnings("ignore")  # torch deprecates some of what students still use
@pytest.mark.parametrize("kind", wrong_files())
def test_names_what_is_wrong(folder: Path, kind: str) -> None:
    """A wrong file is named by a word that has a sentence, and changes nothing of the network."""
    make_content, why = wrong_files()[kind]
    (folder / "best.pt").write_bytes(make_content())
    model = network(seed=1)
    assert load_weights(FILE, model) == why
    assert all(map(torch.equal, model.state_dict().values(), network(seed=1).state_dict().values()))
    sentence = handed_in.explain(why, FILE, "Net")
    assert sentence.startswith(f"{FILE} ") or FILE in sentence
    assert not Path("/tmp/a-pickle-was-run").exists()


def test_missing_file_is_named(folder: Path) -> None:
    assert load_weights(FILE, network()) == "missing"
    (folder / "best.pt").mkdir()
    assert load_weights(FILE, network()) == "missing"


def test_unknown_claims_have_a_sentence() -> None:
    """What the student's process claims may be anything; no word of it is shown."""
    for claim in (None, 3, "secret", ["names"]):
        assert handed_in.explain(claim, FILE, "Net") == f"{FILE} could not be loaded into Net."
