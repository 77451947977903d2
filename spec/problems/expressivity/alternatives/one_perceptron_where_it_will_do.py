"""Perceptron learning finds one perceptron for each separable function; only the others get a hidden layer, of zeros
for a conjunction."""


def perceptron_network(truth_table):
    n = len(truth_table).bit_length() - 1
    rows = [[int(digit) for digit in format(row, f"0{n}b")] for row in range(len(truth_table))]
    w, b = np.zeros(n), 0.0
    for _ in range(200):
        mistakes = 0
        for bits, value in zip(rows, truth_table):
            error = value - int(w @ bits + b > 0)
            w, b, mistakes = w + error * np.array(bits), b + error, mistakes + abs(error)
        if not mistakes:
            return [(w[None], np.array([b]))]
    # As a conjunction: every row that is 0 has a perceptron that is off for that row only.
    zeros = [bits for bits, value in zip(rows, truth_table) if not value]
    clauses = [[-2 if bit else 2 for bit in bits] for bits in zeros]
    return [(clauses, [2 * sum(bits) for bits in zeros]), ([[1] * len(zeros)], [0.5 - len(zeros)])]
