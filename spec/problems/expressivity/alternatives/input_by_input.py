"""Each input has a layer that splits the table into halves: many layers, one idea."""


def perceptron_network(truth_table):
    def network(table):
        """Layers for a table, all of the same number for tables of one length."""
        if len(table) == 2:
            low, high = table
            return [(np.array([[high - low]]), np.array([low - 0.5 if high <= low else 0.5 * low]))]
        half = len(table) // 2
        parts = [network(table[:half]), network(table[half:])]
        n = len(table).bit_length() - 1
        layers = []
        for depth, (one, two) in enumerate(zip(*parts)):
            (w1, b1), (w2, b2) = one, two
            rows1, rows2 = len(w1), len(w2)
            if depth == 0:  # both read the other inputs; the first input is passed on
                w = np.zeros((rows1 + rows2 + 1, n))
                w[:rows1, 1:], w[rows1:-1, 1:], w[-1, 0] = w1, w2, 1
            else:
                w = np.zeros((rows1 + rows2 + 1, w1.shape[1] + w2.shape[1] + 1))
                w[:rows1, : w1.shape[1]], w[rows1:-1, w1.shape[1] : -1], w[-1, -1] = w1, w2, 1
            layers.append((w, np.concatenate([b1, b2, [-0.5]])))
        # Left half and first input off, or right half and first input on.
        layers.append((np.array([[1, 0, -1], [0, 1, 1]]), np.array([-0.5, -1.5])))
        layers.append((np.array([[1, 1]]), np.array([-0.5])))
        return layers

    return network(list(truth_table))
