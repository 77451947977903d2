"""Windows by Tensor.unfold and one matrix product; the transposed convolution as a convolution of the stretched signal
with the flipped kernel; conv2d through F.unfold, which only gathers patches."""


def conv1d(signal, kernel, stride=1, padding=0):
    conv_output_size(signal.numel(), kernel.numel(), stride, padding)
    padded = nn.functional.pad(signal, (padding, padding))
    return padded.unfold(0, kernel.numel(), stride) @ kernel


def conv_transpose1d(signal, kernel, stride=1, padding=0):
    n, k = signal.numel(), kernel.numel()
    if (n - 1) * stride + k - 2 * padding < 1:
        raise ValueError("The padding cuts everything off.")
    stretched = signal.new_zeros((n - 1) * stride + 1)
    stretched[::stride] = signal
    full = conv1d(stretched, kernel.flip(0), padding=k - 1)
    return full[padding : full.numel() - padding]


def conv2d(image, kernel, stride=1, padding=0):
    rows = conv_output_size(image.shape[1], kernel.shape[2], stride, padding)
    columns = conv_output_size(image.shape[2], kernel.shape[3], stride, padding)
    patches = nn.functional.unfold(image.unsqueeze(0), kernel.shape[2:], stride=stride, padding=padding)[0]
    return (kernel.flatten(1) @ patches).view(-1, rows, columns)
