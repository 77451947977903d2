"""One layer recognises the number of the row by two thresholds for each number; tensors."""


def perceptron_network(truth_table):
    import torch

    table = torch.tensor(truth_table)
    size = len(table)
    n = size.bit_length() - 1
    digits = torch.tensor([2.0**place for place in range(n - 1, -1, -1)])
    levels = torch.arange(size, dtype=torch.float64) - 0.5
    # Perceptron i is on where the number of the row is at least i; the output adds the changes of the table at each i.
    steps = torch.diff(table, prepend=torch.zeros(1, dtype=table.dtype))
    return [(digits.repeat(size, 1), -levels), (steps[None], torch.tensor([-0.5]))]
