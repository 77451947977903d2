"""The worked examples of the hand-out."""

import torch

from testkit import check, effect_checks, number, weight
from testkit.probes import adversarial as probes
from testkit.probes import effects


def straight(student):
    """Linear logits of four pixels: weights (2, 3, -1, 0) for class 0, (-1, 1, 2, 0) for class 1; biases ln 3 and 0."""
    model = student.tools.network((4, 2), flatten=False, dtype="float64")
    values = [torch.tensor([[2.0, 3, -1, 0], [-1, 1, 2, 0]]).double(), torch.tensor([3.0, 1]).double().log()]
    student.tools.load_parameters(model, values)
    return model


def tent(student):
    """Two pixels: the logit of class 0 is 0, that of class 1 is 2a - 3 relu(a - 0.5) + b, with its ridge at a = 0.5."""
    model = student.tools.network((2, 3, 2), flatten=False, dtype="float64")
    hidden, bias = [[1.0, 0], [1, 0], [0, 1]], [0.0, -0.5, 0]
    output = [[0.0, 0, 0], [2, -3, 1]]
    values = [torch.tensor(v).double() for v in (hidden, bias, output, [0.0, 0])]
    student.tools.load_parameters(model, values)
    return model


@number("1")
@weight(1)
def test_fgsm_by_hand(student):
    """fgsm gives the batch of the hand-out's worked example."""
    x = torch.tensor([[0.50, 0.20, 0.95, 0.40], [0.30, 0.30, 0.30, 0.30]]).double()
    result = student.module("src.attacks").fgsm(straight(student), x, torch.tensor([0, 1]), 0.1)
    expected = torch.tensor([[0.40, 0.10, 1.00, 0.40], [0.40, 0.40, 0.20, 0.30]]).double()
    check.close(
        result,
        expected,
        rtol=0,
        atol=1e-7,  # the float32 numbers above, converted to float64, have a rounding of 3e-8
        what="the result of fgsm",
        hint="The loss must grow: move along the sign of its gradient with respect to x, then clamp to [0, 1].",
    )


@number("2")
@weight(1)
def test_pgd_by_hand(student):
    """pgd gives the pictures of the hand-out's worked example, after one, two and three steps."""
    pgd = student.module("src.attacks").pgd
    x, y = torch.tensor([[0.50, 0.20, 0.95, 0.40]]).double(), torch.tensor([0])
    worked = [[0.46, 0.16, 0.99, 0.40], [0.42, 0.12, 1.00, 0.40], [0.40, 0.10, 1.00, 0.40]]
    for steps, expected in enumerate(worked, start=1):
        check.close(
            pgd(straight(student), x, y, 0.1, 0.04, steps),
            torch.tensor([expected]).double(),
            rtol=0,
            atol=1e-7,
            what=f"the result of pgd after {steps} step{'s' * (steps > 1)}",
            hint="Every step ends with two clamps: to [x - epsilon, x + epsilon] around the x given, and to [0, 1].",
        )


@number("3")
@weight(1)
def test_mim_by_hand(student):
    """mim gives the pictures of the hand-out's worked example; its momentum carries it over the ridge."""
    attacks = student.module("src.attacks")
    x, y = torch.tensor([[0.45, 0.20]]).double(), torch.tensor([0])
    worked = {(1, 1.0): [0.55, 0.30], (2, 1.0): [0.65, 0.40], (2, 0.5): [0.45, 0.40], (3, 1.0): [0.55, 0.50]}
    for (steps, decay), expected in worked.items():
        check.close(
            attacks.mim(tent(student), x, y, 0.3, 0.1, steps, decay),
            torch.tensor([expected]).double(),
            rtol=0,
            atol=1e-7,
            what=f"the result of mim after {steps} step{'s' * (steps > 1)} with decay {decay}",
            hint="In the second step the normalised gradient is (-1, 1), and the previous momentum is (4/3, 2/3).",
        )


@number("4")
@weight(1)
def test_targeted_attack_by_hand(student):
    """targeted_attack gives the picture of the hand-out's worked example."""
    x = torch.tensor([[-0.50, 0.20, 0.95, 0.40]]).double()
    result = student.module("src.attacks").targeted_attack(straight(student), x, 1, 0.1, 0.04, 3)
    check.close(
        result,
        torch.tensor([[-0.60, 0.30, 1.00, 0.40]]).double(),
        rtol=0,
        atol=1e-7,
        what="the result of targeted_attack",
        hint="Make all three steps, along the gradient of the target's own logit; the other logits do not matter here.",
    )


@number("5")
@weight(1)
def test_fool_by_hand(student):
    """fool gives the pictures of the hand-out's worked example, and stops when the model is fooled."""
    fool = student.module("src.attacks").fool
    x = torch.tensor([[0.20, 0.30, 0.40, 0.50]]).double()
    two = [[0.00, 0.1637, 0.60, 0.50]]
    for steps, expected in ((1, [[0.11, 0.24, 0.49, 0.50]]), (2, two), (10, two)):
        check.close(
            fool(straight(student), x, 1, 0.2, 0.16, steps),
            torch.tensor(expected).double(),
            rtol=0,
            atol=1e-4,  # the hand-out gives four digits
            what=f"the result of fool after at most {steps} step{'s' * (steps > 1)}",
            hint="At x the target's probability is 1/4, so its gradient is 3/16 (-3, -2, 3, 0).",
        )


@number("6")
@weight(1)
def test_robust_accuracy_by_hand(student):
    """robust_accuracy gives the percentage of the hand-out's worked example."""
    tools = student.tools
    model = tools.network((1, 2), flatten=False)
    tools.load_parameters(model, [torch.tensor([[0.0], [1.0]]), torch.tensor([0.0, -0.5])])

    def negative(model=None, x=None, y=None):
        check.tensor(x, what="the batch that robust_accuracy passes to the attack")
        check.tensor(y, what="the labels that robust_accuracy passes to the attack")
        return 1 - x

    x, y = torch.tensor([[0.9], [0.2], [0.3]]), torch.tensor([0, 1, 0])
    loader = tools.loader(tools.dataset(x, y), batch_size=2)
    check.close(
        student.module("src.attacks").robust_accuracy(model, negative, loader),
        200 / 3,
        rtol=1e-6,
        what="the robust accuracy of three pictures in batches of two",
        hint="The model classifies two of three negatives correctly: 66.67 percent, whatever the batches.",
    )


def find_traces(student, rng, name, labels, **options):
    """Judge the side effects of an attack on a model of which one part is in evaluation mode."""

    def prepare(load):
        model = load(probes.PROBES).victim(dropout=0.5, dtype="float32")
        load(effects.__name__).set_modes(model, [True, True, False])
        return model

    x = torch.linspace(0, 1, 2 * 3 * 8 * 8).reshape(2, 3, 8, 8)
    attack = getattr(student.module("src.attacks"), name)
    seen = effect_checks.ask_effects(student, rng, attack, prepare, x, labels, order=("model", "x", "y"), **options)
    check.that(seen["x_kept"], f"{name} should not change its input batch.")
    check.that(seen["detached"], f"The result of {name} should be detached: its requires_grad should be False.")
    check.that(seen["modes_kept"], f"After {name}, every module of the model should have the same mode as before.")
    check.that(seen["gradients_kept"], f"{name} should not change any parameter's .grad, which is None here.")


@number("7")
@weight(1)
def test_traces_of_fgsm(student, rng):
    """fgsm does not change the batch, the modes of the model's modules or the parameters' gradients."""
    find_traces(student, rng, "fgsm", torch.tensor([0, 1]), epsilon=0.03)


@number("42")
@weight(1)
def test_traces_of_targeted_attack(student, rng):
    """targeted_attack does not change the batch, the modes of the model's modules or the parameters' gradients."""
    find_traces(student, rng, "targeted_attack", torch.tensor([0, 1]), epsilon=0.03, step_size=0.01, steps=2)


@number("43")
@weight(1)
def test_traces_of_fool(student, rng):
    """fool does not change the batch, the modes of the model's modules or the parameters' gradients."""
    find_traces(student, rng, "fool", torch.tensor([0, 1]), epsilon=0.03, step_size=1.0, max_steps=2)
