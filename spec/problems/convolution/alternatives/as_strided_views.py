"""Overlapping views by as_strided and einsum; the transposed convolution by index_add; conv_output_size by
counting."""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    count = len(range(0, size + 2 * padding - dilation * (kernel - 1), stride))
    if count == 0:
        raise ValueError("The kernel is too long for this input.")
    return count


def conv1d(signal, kernel, stride=1, padding=0):
    places = conv_output_size(signal.shape[0], kernel.shape[0], stride, padding)
    padded = torch.cat((signal.new_zeros(padding), signal, signal.new_zeros(padding))).contiguous()
    return torch.einsum("pk,k->p", padded.as_strided((places, kernel.shape[0]), (stride, 1)), kernel)


def conv_transpose1d(signal, kernel, stride=1, padding=0):
    n, k = signal.shape[0], kernel.shape[0]
    length = (n - 1) * stride + k
    if length - 2 * padding < 1:
        raise ValueError("The padding leaves nothing.")
    targets = (torch.arange(n)[:, None] * stride + torch.arange(k)).flatten()
    copies = torch.outer(signal, kernel).flatten()
    return signal.new_zeros(length).index_add(0, targets, copies)[padding : length - padding]


def conv2d(image, kernel, stride=1, padding=0):
    _, c, kh, kw = kernel.shape
    rows = conv_output_size(image.shape[1], kh, stride, padding)
    columns = conv_output_size(image.shape[2], kw, stride, padding)
    padded = nn.functional.pad(image, (padding,) * 4).contiguous()
    down, across = padded.stride(1), padded.stride(2)
    shape, steps = (c, rows, columns, kh, kw), (padded.stride(0), stride * down, stride * across, down, across)
    return torch.einsum("crsij,ocij->ors", padded.as_strided(shape, steps), kernel)
