"""What an attack must not change: its batch, the model's modes, the result for other samples."""

import torch

from testkit import check, number, weight
from testkit.probes import adversarial as trusted

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


def traces(student, rng, name):
    """Check that an attack has no effect besides its result, on a network whose modules are in mixed modes.

    The network has dropout and batch normalisation, some of its parameters are frozen, some hold a gradient; the batch
    itself requires gradients. The same attack on the plain network, in evaluation mode, gives the expected result.
    """
    attack = getattr(student.module("src.attacks"), name)
    make = {"seed": int(torch.randint(2**31, (), generator=rng)), "dropout": 0.5, "batch_norm": True}
    x = torch.rand(4, 3, 8, 8, generator=rng, dtype=torch.float64)
    y = torch.randint(5, (4,), generator=rng)

    def prepare(probes, modes):
        model = probes.victim(**make)
        probes.freeze(model, 3)
        probes.give_gradients(model, 1, 2)
        probes.set_modes(model, modes)
        return model

    theirs = student.module(trusted.PROBES).victim(**make)
    student.module(trusted.PROBES).set_modes(theirs, [False])
    quiet = attack(theirs, x.clone(), y, **OPTIONS[name])
    check.tensor(quiet, what=f"the result of {name}")
    again = attack(theirs, x.clone(), y, **OPTIONS[name])
    check.close(again, quiet, rtol=0, atol=1e-9, what=f"the result of {name} when it is called again")
    for modes in ([True], [True, False, True, False, False]):
        seen = trusted.ask_effects(
            student, rng, attack, lambda probes, modes=modes: prepare(probes, modes), x.clone().requires_grad_(), y,
            **OPTIONS[name],
        )
        hint = "Dropout and batch normalisation act differently in training: call eval() on the model first."
        check.close(
            seen["result"],
            quiet,
            rtol=0,
            atol=1e-9,
            what=f"the result of {name} on a model in training mode",
            hint=hint,
        )
        check.that(seen["detached"], f"The result of {name} should be detached: no graph and no requires_grad.")
        check.that(seen["x_kept"], f"{name} should not change its input batch.")
        check.that(seen["labels_kept"], f"{name} should not change its input classes.")
        hint = "Store each module's own mode before eval(): model.train() at the end also changes frozen parts."
        check.that(
            seen["modes_kept"], f"After {name}, every module should have the same mode as before.", hint=hint
        )
        hint = "You need only the gradient with respect to x: torch.autograd.grad returns it and stores nothing."
        check.that(
            seen["gradients_kept"],
            f"After {name}, the .grad of x and of every parameter should be the same as before.",
            hint=hint,
        )
        check.that(seen["parameters_kept"], f"{name} should not change the model's parameters and buffers.")


@number("25")
@weight(1)
def test_traces_of_fgsm(student, rng):
    """fgsm attacks in evaluation mode and changes neither the batch nor the model."""
    traces(student, rng, "fgsm")


@number("26")
@weight(1)
def test_traces_of_pgd(student, rng):
    """pgd attacks in evaluation mode and changes neither the batch nor the model."""
    traces(student, rng, "pgd")


@number("27")
@weight(1)
def test_traces_of_mim(student, rng):
    """mim attacks in evaluation mode and changes neither the batch nor the model."""
    traces(student, rng, "mim")


@number("28")
@weight(1)
def test_traces_of_targeted_attack(student, rng):
    """targeted_attack attacks in evaluation mode and changes neither the batch nor the model."""
    traces(student, rng, "targeted_attack")


@number("29")
@weight(1)
def test_traces_of_fool(student, rng):
    """fool attacks in evaluation mode and changes neither the batch nor the model."""
    traces(student, rng, "fool")


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
