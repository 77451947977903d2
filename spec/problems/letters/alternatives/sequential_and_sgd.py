"""nn.Sequential with modules for activations, a data loader, SGD with momentum, evaluation batch by batch."""

from torch.utils.data import DataLoader, TensorDataset


class LetterClassifier(nn.Module):
    def __init__(self, n1: int = 20, n2: int = 40, activation: str = "relu", n_classes: int = 26) -> None:
        super().__init__()
        if activation == "sigmoid":
            act: type[nn.Module] = nn.Sigmoid
        elif activation == "tanh":
            act = nn.Tanh
        elif activation == "relu":
            act = nn.ReLU
        else:
            raise ValueError(f"unknown activation {activation}")
        self.network = nn.Sequential(
            nn.Linear(784, n1), act(), nn.Linear(n1, n2), act(), nn.Linear(n2, n_classes)
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.network(x)


@torch.no_grad()
def accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    model.eval()
    right = 0
    for inputs, labels in DataLoader(TensorDataset(x, y), batch_size=7):
        right += int((model(inputs).argmax(1) == labels).sum())
    return right / len(x) * 100.0


def fit(model: nn.Module, train: Any, valid: Any, n_epochs: int, loss: Loss = F.cross_entropy) -> dict[str, list[float]]:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
    loader = DataLoader(TensorDataset(*train), batch_size=32, shuffle=True)
    history: dict[str, list[float]] = {"train": [], "valid": []}
    for _ in range(n_epochs):
        model.train()
        for x, y in loader:
            value = loss(model(x), y)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
        history["train"].append(accuracy(model, *train))
        history["valid"].append(accuracy(model, *valid))
    return history


def grid_search(build: Any, grid: Any, train: Any, valid: Any, n_epochs: int) -> Any:
    table, best, highest = [], {}, -1.0
    names = list(grid)

    def search(settings: dict[str, Any]) -> None:
        nonlocal best, highest
        if len(settings) < len(names):
            for value in grid[names[len(settings)]]:
                search({**settings, names[len(settings)]: value})
            return
        reached = fit(build(**settings), train, valid, n_epochs)["valid"][-1]
        table.append({"accuracy": reached, **settings})
        if reached > highest:
            best, highest = settings, reached

    search({})
    return best, table


def label_smoothing_loss(logits: Tensor, y: Tensor, alpha: float) -> Tensor:
    k = logits.shape[1]
    q = torch.zeros_like(logits).scatter_(1, y[:, None], 1.0) * (1 - alpha) + alpha / k
    return torch.mean(torch.sum(-q * torch.log_softmax(logits, dim=-1), dim=-1))
