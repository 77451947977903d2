"""backward() through a deep copy of the model, in place of autograd.grad."""


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    from copy import deepcopy

    twin = deepcopy(model).eval()
    pixels = x.detach().clone().requires_grad_()
    scores = twin(pixels)
    scores[torch.arange(len(y)), y].sum().backward()
    return pixels.grad.abs().max(dim=1).values
