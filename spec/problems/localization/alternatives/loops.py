"""Loops over the pictures and channels."""


def class_activation_map(model: nn.Module, x: Tensor, target: int | Tensor | None = None) -> Tensor:
    features = feature_map(model, x)
    head = body_and_head(model)[1]
    results = []
    for index, maps in enumerate(features):
        if target is None:
            label = int((head.weight @ maps.mean((1, 2)) + head.bias).argmax())
        else:
            label = target if isinstance(target, int) else int(target[index])
        results.append(sum(w * a for w, a in zip(head.weight[label].detach(), maps)))
    return torch.stack(results)


def bounding_box(heat: Tensor, threshold: float = 0.5) -> Tensor:
    answer = []
    for values in heat.double():
        low, high = float(values.min()), float(values.max())
        here = [(r, c) for r in range(values.shape[0]) for c in range(values.shape[1])
                if low == high or (float(values[r, c]) - low) / (high - low) >= threshold]
        rows, columns = zip(*here)
        answer.append([min(columns), min(rows), max(columns) + 1, max(rows) + 1])
    return torch.tensor(answer)
