"""The number in the report that follows from the hand-out alone."""

from testkit import check, number, weight


@number("14")
@weight(1)
def test_fc_weights(student):
    """The number of connections in report/answers.toml is that of the fully connected network."""
    given = check.answer(student, "dogset", "fc_weights")
    check.equal(
        given,
        64 * 64 * 3 * 128 + 128 * 64 + 64 * 10,
        what="fc_weights in report/answers.toml",
        hint="Between two layers, multiply the number of nodes of one by the number of nodes of the other.",
    )
