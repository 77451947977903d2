"""A copy of the network whose layers are all watched by forward hooks; an nn.Linear trained by Adam in batches."""

import copy


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    twin = copy.deepcopy(model).eval()
    calls = []
    has_linear = any(isinstance(m, nn.Linear) for m in twin.modules())
    for m in twin.modules():
        if isinstance(m, nn.Linear if has_linear else nn.Conv2d):
            m.register_forward_hook(lambda module, args, output: calls.append(args[0].detach().clone()))
    rows, targets = [], []
    for x, y in loader:
        twin(x)
        value = calls[-1]
        while value.dim() > 2:
            value = value.mean(-1)
        rows.extend(value)
        targets.extend(y.tolist())
        calls.clear()
    return torch.stack(rows), torch.tensor(targets)


def train_linear_classifier(features: Tensor, labels: Tensor, n_classes: int) -> Callable[[Tensor], Any]:
    model = nn.Linear(features.size(1), n_classes)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(60):
        for part in torch.randperm(len(labels)).split(32):
            optimizer.zero_grad()
            F.cross_entropy(model(features[part]), labels[part]).backward()
            optimizer.step()
    return lambda x: model(x).max(dim=1)[1]
