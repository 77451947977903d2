"""The convolution as a banded matrix times the signal, the transposed one with the transposed matrix, computed in
float64."""


def conv_transpose1d(signal, kernel, stride=1, padding=0):
    def band(size, length):
        rows = []
        for row in range(size):
            left, right = row * stride, length - row * stride - len(kernel)
            rows.append(torch.cat([kernel.new_zeros(left), kernel, kernel.new_zeros(right)]).double())
        return torch.stack(rows)

    length = (len(signal) - 1) * stride + len(kernel)
    if length <= 2 * padding:
        raise ValueError("Nothing is left.")
    return (band(len(signal), length).T @ signal.double()).to(signal.dtype)[padding : length - padding]


def conv1d(signal, kernel, stride=1, padding=0):
    size, length = conv_output_size(len(signal), len(kernel), stride, padding), len(signal) + 2 * padding
    rows = []
    for row in range(size):
        left, right = row * stride, length - row * stride - len(kernel)
        rows.append(torch.cat([kernel.new_zeros(left), kernel, kernel.new_zeros(right)]).double())
    inner = torch.stack(rows)[:, padding : padding + len(signal)]
    return (inner @ signal.double()).to(signal.dtype)


def conv1d_by_torch(signal, kernel, stride=1, padding=0):
    layer = nn.Conv1d(1, 1, kernel.numel(), stride, padding).to(signal.dtype)
    layer.load_state_dict({"weight": kernel.view(1, 1, -1), "bias": kernel.new_zeros(1)})
    with torch.no_grad():
        return layer(signal.unsqueeze(0)).squeeze(0)


def conv_transpose1d_by_torch(signal, kernel, stride=1, padding=0):
    layer = nn.ConvTranspose1d(1, 1, kernel.numel(), stride, padding).to(signal.dtype)
    layer.weight = nn.Parameter(kernel.clone()[None, None])
    nn.init.zeros_(layer.bias)
    return layer(signal.unsqueeze(0))[0]
