"""What an attack must not change: its batch, the model's modes, the result for other samples."""

import torch

from testkit import check, effect_checks, number, weight
from testkit.probes import adversarial as trusted
from testkit.probes import effects

OPTIONS = {
    "fgsm": {"epsilon": 0.1},
    "pgd": {"epsilon": 0.1, "step_size": 0.03, "steps": 5},
    "mim": {"epsilon": 0.1, "step_size": 0.03, "steps": 5, "decay": 1.0},
    "targeted_attack": {"epsilon": 0.1, "step_size": 0.03, "steps": 5},
    "fool": {"epsilon": 0.1, "step_size": 2.0, "max_steps": 5},
}


def setting(student, rng, n=5, dtype="float64", **options):
    """Return the student's probes and network, the trusted copy of that network, pictures and labels."""
    probes = student.module("testkit.probes.adversarial")
    seed = int(torch.randint(2**31, (), generator=rng))
    x = torch.rand(n, 3, 8, 8, generator=rng, dtype=torch.float64).to(getattr(torch, dtype))
    y = torch.randint(5, (n,), generator=rng)
    make = {"seed": seed, "dtype": dtype, **options}
    return probes, probes.victim(**make), trusted.victim(**make), x, y


def alone(student, rng, name):
    """Check that the result for a batch is the same as for each of its samples alone."""
    attack = getattr(student.module("src.attacks"), name)
    _, theirs, twin, x, y = setting(student, rng)
    if name == "fool":  # the model takes the first for its target from the start, the others not
        y = twin.eval()(x).topk(2).indices[:, 1].clone()
        y[0] = twin(x[:1]).argmax()
    whole = attack(theirs, x.clone(), y, **OPTIONS[name])
    for index in range(len(x)):
        single = attack(theirs, x[index : index + 1], y[index : index + 1], **OPTIONS[name])
        check.shape(whole, x.shape, what=f"the result of {name}")
        check.close(
            single,
            whole[index : index + 1],
            rtol=0,
            atol=1e-9,  # sums in another order differ by some 1e-15; a few steps amplify this
            what=f"the result of {name} for one picture without the rest of its batch",
            hint="A picture's result must not depend on the other pictures of the batch.",
        )
        moved = float((whole[index] - x[index]).abs().max())
        if name != "fool" or index:
            check.that(moved > 1e-6, f"{name} should move every picture for which it has not reached its goal.")


@number("22")
@weight(1)
def test_neighbours_of_pgd(student, rng):
    """pgd gives a picture the same result whatever else is in the batch."""
    alone(student, rng, "pgd")


@number("23")
@weight(1)
def test_neighbours_of_mim(student, rng):
    """mim gives a picture the same result whatever else is in the batch."""
    alone(student, rng, "mim")


@number("24")
@weight(1)
def test_neighbours_of_fool(student, rng):
    """fool gives a picture the same result whatever else is in the batch."""
    alone(student, rng, "fool")


def changes(student, rng, name, *modes):
    """Call an attack on networks in these modes of their modules, and return what it does to each.

    The network has dropout and batch normalisation, some of its parameters are frozen, some hold a gradient; the batch
    itself requires gradients.

    Returns:
        The result in evaluation mode, and what ``ask_effects`` says for each of ``modes``.
    """
    attack = getattr(student.module("src.attacks"), name)
    make = {"seed": int(torch.randint(2**31, (), generator=rng)), "dropout": 0.5, "batch_norm": True}
    x = torch.rand(4, 3, 8, 8, generator=rng, dtype=torch.float64)
    y = torch.randint(5, (4,), generator=rng)

    def prepare(load, modes):
        return load(effects.__name__).prepare(load(trusted.PROBES).victim(**make), modes, 1)

    quiet = attack(prepare(student.module, [False]), x.clone(), y, **OPTIONS[name])
    check.tensor(quiet, what=f"the result of {name}")
    return quiet, [
        effect_checks.ask_effects(
            student, rng, attack, lambda load, modes=modes: prepare(load, modes), x.clone().requires_grad_(), y,
            order=("model", "x", "y"), **OPTIONS[name],
        )
        for modes in modes
    ]


MIXED = [True, False, True, False, False]


def evaluated(student, rng, name):
    """Check that an attack has the same result whatever mode the network is in."""
    quiet, (again, *others) = changes(student, rng, name, [False], [True], MIXED)
    check.close(again["result"], quiet, rtol=0, atol=1e-9, what=f"the result of {name} when it is called again")
    for seen in others:
        check.close(
            seen["result"],
            quiet,
            rtol=0,
            atol=1e-9,
            what=f"the result of {name} on a model in training mode",
            hint="Dropout and batch normalisation act differently in training: call eval() on the model first.",
        )


def restored(student, rng, name):
    """Check that every module has its old mode after an attack."""
    for seen in changes(student, rng, name, [True], MIXED)[1]:
        check.that(
            seen["modes_kept"],
            f"After {name}, every module should have the same mode as before.",
            hint="Store each module's own mode before eval(): model.train() at the end also changes frozen parts.",
        )


def traces(student, rng, name):
    """Check that an attack has no effect besides its result, on a network in evaluation mode."""
    _, (seen,) = changes(student, rng, name, [False])
    check.that(seen["x_kept"], f"{name} should not change its input batch.")
    check.that(seen["labels_kept"], f"{name} should not change its input classes.")
    check.that(
        seen["gradients_kept"],
        f"After {name}, the .grad of x and of every parameter should be the same as before.",
        hint="You need only the gradient with respect to x: torch.autograd.grad returns it and stores nothing.",
    )
    check.that(seen["parameters_kept"], f"{name} should not change the model's parameters and buffers.")


def detached(student, rng, name):
    """Check that the result of an attack belongs to no graph."""
    _, (seen,) = changes(student, rng, name, [False])
    check.that(seen["detached"], f"The result of {name} should be detached: no graph and no requires_grad.")


@number("25")
@weight(1)
def test_traces_of_fgsm(student, rng):
    """fgsm changes neither the batch nor the model's parameters, buffers and gradients."""
    traces(student, rng, "fgsm")


@number("26")
@weight(1)
def test_traces_of_pgd(student, rng):
    """pgd changes neither the batch nor the model's parameters, buffers and gradients."""
    traces(student, rng, "pgd")


@number("27")
@weight(1)
def test_traces_of_mim(student, rng):
    """mim changes neither the batch nor the model's parameters, buffers and gradients."""
    traces(student, rng, "mim")


@number("28")
@weight(1)
def test_traces_of_targeted_attack(student, rng):
    """targeted_attack changes neither the batch nor the model's parameters, buffers and gradients."""
    traces(student, rng, "targeted_attack")


@number("29")
@weight(1)
def test_traces_of_fool(student, rng):
    """fool changes neither the batch nor the model's parameters, buffers and gradients."""
    traces(student, rng, "fool")


@number("44")
@weight(1)
def test_evaluation_mode_of_fgsm(student, rng):
    """fgsm attacks the model in evaluation mode, whatever its mode is before."""
    evaluated(student, rng, "fgsm")


@number("45")
@weight(1)
def test_evaluation_mode_of_pgd(student, rng):
    """pgd attacks the model in evaluation mode, whatever its mode is before."""
    evaluated(student, rng, "pgd")


@number("46")
@weight(1)
def test_evaluation_mode_of_mim(student, rng):
    """mim attacks the model in evaluation mode, whatever its mode is before."""
    evaluated(student, rng, "mim")


@number("47")
@weight(1)
def test_evaluation_mode_of_targeted_attack(student, rng):
    """targeted_attack attacks the model in evaluation mode, whatever its mode is before."""
    evaluated(student, rng, "targeted_attack")


@number("48")
@weight(1)
def test_evaluation_mode_of_fool(student, rng):
    """fool attacks the model in evaluation mode, whatever its mode is before."""
    evaluated(student, rng, "fool")


@number("49")
@weight(1)
def test_restored_modes_of_fgsm(student, rng):
    """fgsm leaves every module of the model in the mode that it had before."""
    restored(student, rng, "fgsm")


@number("50")
@weight(1)
def test_restored_modes_of_pgd(student, rng):
    """pgd leaves every module of the model in the mode that it had before."""
    restored(student, rng, "pgd")


@number("51")
@weight(1)
def test_restored_modes_of_mim(student, rng):
    """mim leaves every module of the model in the mode that it had before."""
    restored(student, rng, "mim")


@number("52")
@weight(1)
def test_restored_modes_of_targeted_attack(student, rng):
    """targeted_attack leaves every module of the model in the mode that it had before."""
    restored(student, rng, "targeted_attack")


@number("53")
@weight(1)
def test_restored_modes_of_fool(student, rng):
    """fool leaves every module of the model in the mode that it had before."""
    restored(student, rng, "fool")


@number("54")
@weight(1)
def test_detached_result_of_fgsm(student, rng):
    """fgsm returns a batch that belongs to no graph."""
    detached(student, rng, "fgsm")


@number("55")
@weight(1)
def test_detached_result_of_pgd(student, rng):
    """pgd returns a batch that belongs to no graph."""
    detached(student, rng, "pgd")


@number("56")
@weight(1)
def test_detached_result_of_mim(student, rng):
    """mim returns a batch that belongs to no graph."""
    detached(student, rng, "mim")


@number("57")
@weight(1)
def test_detached_result_of_targeted_attack(student, rng):
    """targeted_attack returns a batch that belongs to no graph."""
    detached(student, rng, "targeted_attack")


@number("58")
@weight(1)
def test_detached_result_of_fool(student, rng):
    """fool returns a batch that belongs to no graph."""
    detached(student, rng, "fool")


@number("30")
@weight(1)
def test_no_steps(student, rng):
    """pgd, mim, targeted_attack and fool return the batch unchanged when they may make no step."""
    attacks = student.module("src.attacks")
    _, theirs, _, x, y = setting(student, rng, n=3, dtype="float32")
    for name, steps in (("pgd", "steps"), ("mim", "steps"), ("targeted_attack", "steps"), ("fool", "max_steps")):
        result = getattr(attacks, name)(theirs, x.clone(), y, **{**OPTIONS[name], steps: 0})
        check.equal(result, x, what=f"the result of {name} with {steps}=0")


@number("31")
@weight(1)
def test_mim_where_the_gradient_vanishes(student, rng):
    """mim does not move a picture without any gradient, and its momentum carries it over a plateau."""
    # One pixel a; the logit of class 1 rises with a until a = 0.5 and is exactly constant above.
    model = student.tools.network((1, 1, 2), flatten=False, dtype="float64")
    values = [[[-1.0]], [0.5], [[0.0], [-1.0]], [0.0, 0.0]]
    student.tools.load_parameters(model, [torch.tensor(value, dtype=torch.float64) for value in values])
    x = torch.rand(2, 1, generator=rng, dtype=torch.float64) * 0.02 + torch.tensor([[0.7], [0.44]]).double()
    result = student.module("src.attacks").mim(model, x.clone(), torch.tensor([0, 0]), 0.45, 0.05, 5, 0.9)
    hint = "A gradient that is zero everywhere adds zero to the momentum: avoid 0 / 0."
    check.tensor(result, what="the result of mim near a plateau", hint=hint)
    check.close(
        result,
        x + torch.tensor([[0.0], [0.25]]).double(),
        rtol=0,
        atol=1e-6,  # 0.44 and 0.25 in float32
        what="the result of mim near a plateau",
    )
