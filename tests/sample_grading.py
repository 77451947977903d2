"""Gradings to write reports of: a good one, one with every way to fail, one full of hostile text."""

# ruff: noqa: E501 - the sentences stand in a table

from __future__ import annotations

import msgspec

from autograder.model.grading import Grading, Lateness, LeaderboardEntry, Outcome
from autograder.model.manifest import Test

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> </pre></details>{{ 7*7 }} [link](javascript:alert(3)) "
    "**bold**\n"
    "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07click\x1b]8;;\x07 \x00nul \x08back \u202eright to left\u2066 "
    "\ud800 &amp; \" ' `code` # heading\r\nlast"
)


def test_of(problem: str, file: str, name: str, number: str, points: float, words: str, **fields) -> Test:
    public = file.startswith("public")
    return Test(f"{problem}/{file}.py::{name}", problem, words, number, points, public=public, **fields)


def passed(test: Test, seconds: float = 0.4, share: float = 1.0, **fields) -> Outcome:
    device = fields.pop("ran_on", test.device)
    return Outcome(test, "passed", "passed", round(test.points * share, 6), seconds=seconds, ran_on=device, **fields)


def failed(test: Test, reason: str, message: str, **fields) -> Outcome:
    ran = None if reason == "unreached" else test.device
    return Outcome(
        test, "failed", reason, 0.0, message=message, seconds=fields.pop("seconds", 0.3), ran_on=ran, **fields
    )


TESTS = [
    test_of("convolution", "public/test_examples", "test_worked", "1.1", 4, "conv1d gives the outputs worked by hand in the hand-out."),
    test_of("convolution", "hidden/test_outputs", "test_random", "1.2", 8, "conv1d agrees with its definition on random signals, strides and paddings."),
    test_of("convolution", "hidden/test_gradients", "test_gradients", "1.3", 6, "Gradients flow through conv1d to the signal and to the kernel."),
    test_of("convolution", "hidden/test_shapes", "test_size", "1.4", 2, "conv_output_size is right for dilated kernels."),
    test_of("training", "public/test_runs", "test_run", "2.1", 5, "run_model trains for the epochs asked for and returns one value for each."),
    test_of("training", "hidden/test_behaviour", "test_stop", "2.2", 8, "Training stops after the epoch whose validation loss hardly fell."),
    test_of("training", "hidden/test_behaviour", "test_eval", "2.3", 6, "Evaluation switches dropout off, and training switches it on again."),
    test_of("training", "hidden/test_accuracy", "test_accuracy", "2.4", 6, "A small network learns to read digits.", tags=["accuracy"]),
    test_of("training", "hidden/test_behaviour", "test_ragged", "2.5", 5, "A last batch that is smaller than the others is weighted by its size."),
    test_of("training", "hidden/test_full", "test_full", "2.6", 10, "The digit classifier learns the whole of MNIST.", device="cuda"),
    test_of("rnn_adder", "public/test_adds", "test_adds", "3.1", 4, "The network adds the pairs of the hand-out."),
    test_of("rnn_adder", "hidden/test_outputs", "test_all", "3.2", 8, "The network adds every pair of 6-bit numbers."),
    test_of("rnn_adder", "hidden/test_outputs", "test_long", "3.3", 4, "The network adds long random numbers."),
    test_of("adversarial", "hidden/test_epsilon_bounds", "test_fgsm", "4.1", 6, "FGSM never moves a pixel by more than epsilon, nor out of its range."),
    test_of("adversarial", "hidden/test_behaviour", "test_pgd", "4.2", 8, "PGD fools the victim at least as often as FGSM does."),
    test_of("adversarial", "hidden/test_full", "test_cifar", "4.3", 6, "PGD works on CIFAR-10 pictures.", device="cuda"),
]  # fmt: skip
TITLES = {
    "convolution": "Convolution by hand",
    "training": "A training loop",
    "rnn_adder": "A recurrent network that adds",
    "adversarial": "Adversarial examples",
}


def waits(test: Test) -> Outcome:
    return Outcome(test, "waiting", "waiting", 0.0, message="Waits for a GPU runner.")


def grading(outcomes: list[Outcome], **fields) -> Grading:
    given = {
        "assignment": "northwestern", "title": "Deep learning homework", "course": "CS 349 Machine Learning",
        "term": "Fall 2026", "build": "0123456789abcdef", "submission": "ada_lovelace", "digest": "ab" * 32,
        "problem_titles": TITLES, "tier": "root",
        "layers": ["process split", "resource limits", "fresh user id", "Landlock", "seccomp", "no new privileges"],
        "seconds": 41.7,
    }  # fmt: skip
    return Grading(outcomes=outcomes, **{**given, **fields})


def perfect() -> Grading:
    """Everything that a CPU runner can judge passed."""
    return grading([passed(test) if test.device == "cpu" else waits(test) for test in TESTS])


def on_gpu() -> Grading:
    """What a GPU runner adds to :func:`perfect`."""
    cpu = "Waits for the CPU run."
    outcomes = [
        passed(test, 31.0) if test.device == "cuda" else Outcome(test, "waiting", "waiting", 0.0, message=cpu)
        for test in TESTS
    ]
    return grading(outcomes, seconds=70.0)


def mixed() -> Grading:
    """One of every ending, with messages and hints as the grader words them."""
    t = {test.number: test for test in TESTS}
    outcomes = [
        passed(t["1.1"]),
        failed(
            t["1.2"], "wrong", "The output of conv1d: the shape is right, but 37 of 40 values are wrong.",
            hint="This is what comes out when the kernel is flipped before it slides. torch.nn computes "
            "cross-correlation: look at the formula in the hand-out and at the order in which it reads the kernel.",
            staff="expected tensor([0.1234])",
        ),
        failed(
            t["1.3"], "raised", "Your code raised RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn.",
            traceback="src/convolution.py line 24, in conv1d\n    windows = torch.tensor([float(v) for v in signal])",
            hint="Building a new tensor out of Python numbers cuts the graph.",
        ),
        failed(t["1.4"], "unwritten", "Not written yet: `conv_output_size` still has its TODO (src/convolution.py line 61)."),
        passed(t["2.1"]),
        failed(
            t["2.2"], "time",
            "Stopped: your code took more than the 20 seconds of computing time that this test allows. Look for a "
            "loop that never ends, a wait for input or for sleep(), or a Python loop over elements that one tensor operation could do.", seconds=20.0,
        ),
        failed(
            t["2.3"], "wrong", "The two passes over the same pictures should agree; they differ.",
            hint="This is what comes out when the model is still in training mode while it is evaluated.",
        ),
        passed(t["2.4"], 8.2, share=0.5, message="Accuracy is below what a working loop reaches."),
        failed(
            t["2.5"], "memory", "Your code asked for more memory than the 2048 MB that this test allows. Look for a "
            "list that keeps whole tensors or graphs (use .item() or .detach()), or for a broadcast that makes a huge result.",
        ),
        waits(t["2.6"]),
        failed(t["3.1"], "missing", "Your submission has no file src/rnn_adder.py, which this test needs."),
        failed(t["3.2"], "stopped", "The Python process that ran your code ended before it had answered. Calls such "
               "as exit(), quit() or os._exit() end it: return a value instead."),
        failed(t["3.3"], "package", "src/rnn_adder.py line 3 imports jax, which this assignment does not install and "
               "your submission does not hold. Use the packages that the hand-out names."),
        failed(t["4.1"], "protocol", "The process that runs your code sent something that is no answer to what the test asked."),
        failed(t["4.2"], "unreached", "The time for the whole run was used up before this test had an answer, so it counts as failed."),
        waits(t["4.3"]),
    ]  # fmt: skip
    return grading(
        outcomes,
        notices=[
            "src/rnn_adder.py is missing from your submission; tests that need it score zero.",
            "torch.py was not used: it has the name of the library torch. If your code needs it, give it another name.",
        ],
        lateness=Lateness(
            20.0, "Handed in 3 hours and 12 minutes after the due date, which counts as 1 day late. At 20% of the score for each day, 20% is taken off."
        ),
        leaderboard=[LeaderboardEntry("Digits read", 91.4), LeaderboardEntry("Seconds", 8.2, "asc")],
    )  # fmt: skip


def grader_error() -> Grading:
    """Return a grading in which the grader itself failed at every test."""
    words = "The grader could not load this test, so it counts as failed for now. Please tell the course staff."
    return grading([failed(test, "grader_error", words, staff="Traceback: secret") for test in TESTS])


def hostile() -> Grading:
    """Whatever a student can put into a report, put there to do harm, and far too much of it."""
    outcomes = [
        failed(test, "raised", HOSTILE, traceback=HOSTILE * 2, hint=HOSTILE)
        if index
        else failed(test, "raised", "A" * 300_000)
        for index, test in enumerate(TESTS)
    ]
    return grading(
        outcomes, submission=HOSTILE, notices=[HOSTILE], leaderboard=[LeaderboardEntry(HOSTILE, HOSTILE)],
        lateness=Lateness(10.0, HOSTILE), problem_titles={**TITLES, "training": HOSTILE},
    )  # fmt: skip


def hidden() -> Grading:
    """One test that students do not see."""
    given = perfect()
    test = msgspec.structs.replace(TESTS[1], visibility="after_published")
    return msgspec.structs.replace(given, outcomes=[given.outcomes[0], passed(test), *given.outcomes[2:]])


EVERY = {
    "perfect": perfect,
    "mixed": mixed,
    "grader_error": grader_error,
    "hostile": hostile,
    "hidden": hidden,
    "gpu": on_gpu,
}
