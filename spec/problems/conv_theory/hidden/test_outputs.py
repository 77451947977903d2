import torch

from testkit import check, number, weight

# Sums of at most 40 products of size about 1: float32 errors stay below 40 * 6e-8 * a few units.
SINGLE = {"rtol": 1e-4, "atol": 1e-5}


def draw(rng, low, high):
    """Draw an integer from low to high."""
    return int(torch.randint(low, high + 1, (1,), generator=rng))


def signals(rng, n):
    return torch.randn(2, n, generator=rng, dtype=torch.float64)


def correlated(x, y):
    """Return the cross-correlation by its definition, term by term."""
    n = len(x)
    return torch.stack([sum(x[i] * y[(i + k) % n] for i in range(n)) for k in range(n)])


def check_dtypes(jacobians, x, y, index):
    """Check that a Jacobian has the dtype of the signals."""
    for dtype in (torch.float32, torch.float64):
        jacobian = check.unpack(jacobians(x.to(dtype), y.to(dtype)), 2, what="what cross_correlation_jacobians returns")[index]
        check.that(jacobian.dtype == dtype, "The Jacobians should have the dtype of the signals.",
                   hint="torch.zeros makes float32 by default; x.new_zeros uses the dtype of x.")


@number("4")
@weight(2)
def test_cross_correlation(student, rng):
    """circular_cross_correlation agrees with its definition on random signals of any length, in float64 and float32."""
    circular_cross_correlation = student.module("src.conv_theory").circular_cross_correlation
    hint = "Which comes first, x or y, and in which direction does y move? Try x = [1, 0, 0] to see."
    for n in [3, 6, 1, 2, draw(rng, 7, 40)]:
        x, y = signals(rng, n)
        output = circular_cross_correlation(x, y)
        check.close(output, correlated(x, y), what="the cross-correlation", hint=hint)
        check.that(output.dtype == torch.float64, "The cross-correlation of float64 signals should be float64.",
                   hint="torch.zeros makes float32 by default; x.new_zeros uses the dtype of x.")
    x, y = signals(rng, 12).float()
    output = circular_cross_correlation(x, y)
    check.close(output, correlated(x.double(), y.double()), what="the cross-correlation in float32", **SINGLE)
    check.that(output.dtype == torch.float32, "The cross-correlation of float32 signals should be float32.")


@number("5")
@weight(2)
def test_derivatives_by_x(student, rng):
    """The Jacobian with respect to x is right for random signals of any length."""
    cross_correlation_jacobians = student.module("src.conv_theory").cross_correlation_jacobians
    hint = "Rows belong to z[k], columns to x[i]. Change one x[i] by one: how does z[k] change?"
    for n in [5, 1, 2, draw(rng, 6, 20)]:
        x, y = signals(rng, n)
        jacobian, _ = check.unpack(
            cross_correlation_jacobians(x, y), 2, what="what cross_correlation_jacobians returns"
        )
        # z is linear in x, so its derivative along a basis vector is its value there
        expected = torch.stack([correlated(basis, y) for basis in torch.eye(n, dtype=x.dtype)], dim=1)
        check.close(jacobian, expected, what="the Jacobian with respect to x", hint=hint)
        check_dtypes(cross_correlation_jacobians, x, y, 0)


@number("6")
@weight(2)
def test_derivatives_by_y(student, rng):
    """The Jacobian with respect to y is right for random signals of any length."""
    cross_correlation_jacobians = student.module("src.conv_theory").cross_correlation_jacobians
    hint = "Give the index of y a new name, j = (i + k) mod n. Which x multiplies y[j] in z[k]?"
    for n in [5, 1, 2, draw(rng, 6, 20)]:
        x, y = signals(rng, n)
        _, jacobian = check.unpack(
            cross_correlation_jacobians(x, y), 2, what="what cross_correlation_jacobians returns"
        )
        expected = torch.stack([correlated(x, basis) for basis in torch.eye(n, dtype=x.dtype)], dim=1)
        check.close(jacobian, expected, what="the Jacobian with respect to y", hint=hint)
        check_dtypes(cross_correlation_jacobians, x, y, 1)


@number("7")
@weight(1)
def test_cost_of_a_fully_connected_layer(student, rng):
    """fully_connected_cost agrees with counting, for layers of any size."""
    fully_connected_cost = student.module("src.conv_theory").fully_connected_cost
    for n_in, n_out in [(100, 1000), (1, 1), *((draw(rng, 2, 300), draw(rng, 2, 300)) for _ in range(5))]:
        layer = torch.nn.Linear(n_in, n_out, bias=False)
        costs = check.unpack(fully_connected_cost(n_in, n_out), 3, what="what fully_connected_cost returns")
        check.equal(
            costs[0], layer(torch.zeros(n_in)).numel(), what="the output dimension of the fully connected layer"
        )
        check.equal(costs[1], sum(p.numel() for p in layer.parameters()), what="its number of parameters")
        operations = sum(n_in for _ in range(n_out))
        check.equal(
            costs[2],
            operations,
            what="its number of operations",
            hint="A multiplication and the addition of its result count as one.",
        )


@number("8")
@weight(2)
def test_cost_of_a_convolution(student, rng):
    """convolution_cost agrees with counting, for layers of any size."""
    convolution_cost = student.module("src.conv_theory").convolution_cost
    sizes = [(100, 3, 10, 1), (1, 1, 1, 0), (4, 6, 3, 1)]
    sizes += [(draw(rng, 8, 60), draw(rng, 2, 8), draw(rng, 2, 9), draw(rng, 0, 5)) for _ in range(5)]
    for n_in, kernel, maps, padding in sizes:
        layer = torch.nn.Conv1d(1, maps, kernel, padding=padding, bias=False)
        costs = check.unpack(convolution_cost(n_in, kernel, maps, padding), 3, what="what convolution_cost returns")
        check.equal(
            costs[0],
            layer(torch.zeros(1, n_in)).numel(),
            what="the output dimension of the convolution",
            hint="Count the numbers of all maps together.",
        )
        check.equal(
            costs[1],
            sum(p.numel() for p in layer.parameters()),
            what="its number of parameters",
            hint="Which weights does the layer learn? Every place uses the same kernel.",
        )
        operations = sum(
            kernel for _ in range(maps) for start in range(n_in + 2 * padding) if start + kernel <= n_in + 2 * padding
        )
        check.equal(
            costs[2],
            operations,
            what="its number of operations",
            hint="How many outputs are there, and how many products does each of them need?",
        )
