"""The map from the scores of the fully convolutional network, less the bias."""


def class_activation_map(model: nn.Module, x: Tensor, target: int | Tensor | None = None) -> Tensor:
    scores = fully_convolutional(model)(x.detach()).detach()
    bias = body_and_head(model)[1].bias.detach()
    chosen = scores.mean((2, 3)).argmax(1) if target is None else torch.as_tensor(target).expand(len(x))
    return scores[torch.arange(len(x)), chosen] - bias[chosen][:, None, None]
