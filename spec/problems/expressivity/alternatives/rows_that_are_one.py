"""A hidden perceptron for each 1 of the table only, and one that is never on when the table has none; arrays."""


def perceptron_network(truth_table):
    n = int(np.log2(len(truth_table)))
    rows = np.array([[row // 2**place % 2 for place in range(n)][::-1] for row in np.flatnonzero(truth_table)])
    if not len(rows):
        return [(np.zeros((1, n)), np.zeros(1)), (np.zeros((1, 1)), np.zeros(1))]
    return [(2.0 * rows - 1, 0.5 - rows.sum(1)), (np.ones((1, len(rows))), np.array([-0.5]))]
