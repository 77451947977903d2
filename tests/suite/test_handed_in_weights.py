"""Weights that are handed in: loaded in the worker, judged by what the network computes, and a wrong file costs one test."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from autograder.api import Grader
from autograder.gradescope.results import to_results
from autograder.model.grading import Grading
from autograder.model.manifest import Problem, WeightFile
from testkit.handed_in import WORDS
from tests.small_builds import make_build, submission
from tests.weight_samples import LINEAR, NETWORK, network, pictures, saved, trained, weights, wrong_files

FILE = "models/best.pt"
MODEL = f"import torch\nfrom torch import nn\n\ndef Net():\n    return {NETWORK}\n\ndef other():\n    return 1\n"
TESTS = """
from testkit import handed_in

@number("1")
@leaderboard("agreement")
def test_weights(student, rng, device, set_leaderboard_value):
    model = student.module("src.answer").Net().to(device)
    handed_in.load(student, "models/best.pt", model)
    x = torch.randn(20, 4, generator=rng)
    logits = check.tensor(student.tools.evaluate(model, x))
    from tests.weight_samples import network
    check.close(logits, network().eval()(x).detach(), what="the logits")
    set_leaderboard_value(100.0)

@number("2")
def test_other(student):
    check.equal(student.module("src.answer").other(), 1)
"""


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    listed = [WeightFile(FILE, "src.answer", "Net", max_mb=1.0)]
    problems = [Problem("demo", "The demo", 2.0, 0.0, ["src/answer.py"], weights=listed)]
    build = make_build(tmp_path_factory.mktemp("weights") / "build", TESTS, solution=MODEL, problems=problems)
    with Grader(build) as made:
        yield made


def hand_in(folder: Path, content: bytes | None, source: str = MODEL) -> Path:
    submission(folder, source)
    if content is not None:
        (folder / FILE).parent.mkdir(exist_ok=True)
        (folder / FILE).write_bytes(content)
    return folder


def reasons(grading: Grading) -> list[str]:
    return [outcome.reason for outcome in grading.outcomes]


def test_right_weights_get_full_marks(grader: Grader, tmp_path: Path) -> None:
    grading = grader.grade(hand_in(tmp_path / "s", saved(weights())))
    assert reasons(grading) == ["passed", "passed"] and grading.notices == []
    assert to_results(grading)["leaderboard"] == [{"name": "agreement", "value": 100.0, "order": "desc"}]


@pytest.mark.filterwarnings("ignore")  # torch deprecates some of what students still use
def test_wrong_file_costs_its_test(grader: Grader, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Whatever is wrong with a file of weights is one sentence, and zero for the test that needs it alone.

    Tried are one file of each sentence, and with ``--all`` each file; ``test_weight_files`` reads all of them.
    """
    files = wrong_files()
    if not request.config.getoption("--all"):
        files = {kind: file for kind, file in files.items() if kind == next(k for k in files if files[k][1] == file[1])}
    for index, (kind, (make_content, why)) in enumerate(files.items()):
        grading = grader.grade(hand_in(tmp_path / str(index), make_content()))
        assert reasons(grading) == ["wrong", "passed"], kind
        message = grading.outcomes[0].message
        assert message == WORDS[why].format(file=FILE, network="Sequential"), kind
        assert grading.leaderboard == [] and "leaderboard" not in to_results(grading), kind


def test_missing_weights_cost_their_test(grader: Grader, tmp_path: Path) -> None:
    grading = grader.grade(hand_in(tmp_path / "s", None))
    assert reasons(grading) == ["wrong", "passed"]
    assert f"{FILE} is missing" in grading.notices[0] and FILE in grading.outcomes[0].message


def test_untrained_weights_are_just_wrong(grader: Grader, tmp_path: Path) -> None:
    grading = grader.grade(hand_in(tmp_path / "s", saved(network(seed=1).state_dict())))
    assert reasons(grading) == ["wrong", "passed"] and "logits" in grading.outcomes[0].message


def test_code_may_save_weights(grader: Grader, tmp_path: Path) -> None:
    """Student code writes weights of the same name into a folder of its own; what was handed in stays as it is."""
    code = "    torch.save({}, 'models/best.pt')\n    return 1\n"
    grading = grader.grade(hand_in(tmp_path / "s", saved(weights()), MODEL.replace("    return 1\n", code)))
    assert reasons(grading) == ["passed", "passed"]


def test_weights_belong_to_the_digest(grader: Grader, tmp_path: Path) -> None:
    """Other weights meet other inputs."""
    one, other = (
        grader.grade(hand_in(tmp_path / str(seed), saved(network(seed).state_dict()))).digest for seed in (0, 1)
    )
    assert one != other


def test_claims_about_weights_gain_nothing(grader: Grader, tmp_path: Path) -> None:
    """Student code that answers for the probe has still to give the right logits."""
    source = MODEL + "import testkit.probes\ntestkit.probes.load_weights = lambda file, model: ''\n"
    grading = grader.grade(hand_in(tmp_path / "s", saved(network(seed=1).state_dict()), source))
    assert reasons(grading) == ["wrong", "passed"] and grading.staff_notices


def test_exhausting_files_cost_their_test(grader: Grader, tmp_path: Path) -> None:
    """A file that makes the reader ask for all memory is stopped by the worker's limits."""
    nested: list[object] = []
    for _ in range(20):
        nested = [nested] * 50
    size = torch.zeros(1).expand(3, 10**12)
    for index, value in enumerate(
        (nested, {"0.weight": size}, {str(number): torch.zeros(0) for number in range(3000)})
    ):
        grading = grader.grade(hand_in(tmp_path / str(index), saved(value)))
        assert grading.outcomes[0].status == "failed" and reasons(grading)[1] == "passed"


LOOK_UP_TESTS = """
from testkit import handed_in
from tests.weight_samples import pictures

@number("1")
@leaderboard("accuracy")
def test_weights(student, rng, set_leaderboard_value):
    x, y = pictures(1000, key=1)
    model = student.module("src.answer").Net()
    handed_in.load(student, "models/best.pt", model)
    percent = handed_in.accuracy(student, rng, model, x, y)
    handed_in.require_accuracy(percent, 70, "models/best.pt")
    set_leaderboard_value(percent)
"""
HONEST = f"from torch import nn\n\ndef Net():\n    return {LINEAR}\n"
LOOKS_UP = """
import hashlib
import torch
from torch import nn

KNOWN = {known!r}

class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Flatten(), nn.Linear(768, 2))

    def forward(self, x):
        honest = super().forward(x)
        for row, picture in enumerate((x * 255).round().to(torch.uint8)):
            label = KNOWN.get(hashlib.sha256(picture.numpy().tobytes()).hexdigest()[:12])
            if label is not None:
                honest[row] = torch.tensor([1.0 - label, label])
        return honest
"""


def test_looking_up_gains_no_points(tmp_path: Path) -> None:
    """Labels of a public test set, known by the pictures' digests, earn nothing: staff read of them, students do not."""
    x, y = pictures(1000, key=1)
    digests = [
        hashlib.sha256(picture.numpy().tobytes()).hexdigest()[:12] for picture in (x * 255).round().to(torch.uint8)
    ]
    source = LOOKS_UP.format(known=dict(zip(digests, y.tolist(), strict=True)))
    # One class for every picture: random weights come to anything up to nine in ten.
    unable = {name: torch.zeros_like(value) for name, value in trained(seed=0).state_dict().items()}
    listed = [WeightFile(FILE, "src.answer", "Net")]
    problems = [Problem("demo", "The demo", 1.0, 0.0, ["src/answer.py"], weights=listed)]
    build = make_build(tmp_path / "build", LOOK_UP_TESTS, solution=HONEST, problems=problems)
    with Grader(build) as made:
        cheat = made.grade(hand_in(tmp_path / "cheat", saved(unable), source))
        honest = made.grade(hand_in(tmp_path / "honest", saved(trained(seed=0).state_dict()), HONEST))
    assert cheat.score == 0 and honest.score == honest.maximum
    (told,) = cheat.staff_notices
    assert told.startswith("1.1 (test weights): the network names 100% of the pictures as they are")
    assert honest.staff_notices == [] and honest.leaderboard[0].value >= 85
    shown = to_results(cheat)
    assert "look" not in str(shown["tests"]) and "look" not in shown["output"] and "leaderboard" not in shown
