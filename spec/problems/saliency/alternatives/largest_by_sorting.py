"""The largest channel by sorting."""


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    with evaluating(model):
        return slopes(model, x, y).abs().sort(dim=1).values[:, -1]
