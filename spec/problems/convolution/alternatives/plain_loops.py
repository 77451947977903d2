"""One product at a time in plain loops; padding by skipping places outside the signal."""


def conv1d(signal, kernel, stride=1, padding=0):
    outputs = []
    for place in range(conv_output_size(len(signal), len(kernel), stride, padding)):
        total = 0 * signal[0] * kernel[0]
        for offset in range(len(kernel)):
            index = place * stride + offset - padding
            if 0 <= index < len(signal):
                total = total + signal[index] * kernel[offset]
        outputs.append(total)
    return torch.stack(outputs)


def conv_transpose1d(signal, kernel, stride=1, padding=0):
    length = (len(signal) - 1) * stride + len(kernel) - 2 * padding
    if length < 1:
        raise ValueError("Nothing is left.")
    outputs = [0 * signal[0] * kernel[0] for _ in range(length)]
    for i in range(len(signal)):
        for j in range(len(kernel)):
            place = i * stride + j - padding
            if 0 <= place < length:
                outputs[place] = outputs[place] + signal[i] * kernel[j]
    return torch.stack(outputs)


def conv2d(image, kernel, stride=1, padding=0):
    (_, h, w), (o, _, kh, kw) = image.shape, kernel.shape
    rows, columns = conv_output_size(h, kh, stride, padding), conv_output_size(w, kw, stride, padding)
    output = torch.zeros(o, rows, columns, dtype=image.dtype)
    for row in range(rows):
        for column in range(columns):
            for dy in range(kh):
                for dx in range(kw):
                    y, x = row * stride + dy - padding, column * stride + dx - padding
                    if 0 <= y < h and 0 <= x < w:
                        output[:, row, column] = output[:, row, column] + kernel[:, :, dy, dx] @ image[:, y, x]
    return output
