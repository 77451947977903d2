"""A loop over the pictures, each with a walk of its own."""


def make_fooling_image(
    x: Tensor, target_y: int | Tensor, model: nn.Module, learning_rate: float = 1.0, max_steps: int = 100
) -> Tensor:
    results = []
    modes = {name: module.training for name, module in model.named_modules()}
    model.eval()
    for index in range(len(x)):
        picture = x[index : index + 1].detach().clone()
        target = int(target_y if isinstance(target_y, int) else target_y[index])
        for _ in range(max_steps):
            picture.requires_grad_(True)
            scores = model(picture)[0]
            if int(scores.argmax()) == target:
                break
            (slope,) = torch.autograd.grad(scores[target], picture)
            length = float(slope.norm())
            picture = (picture + learning_rate * slope / (length or 1.0)).detach()
        results.append(picture.detach())
    for name, module in model.named_modules():
        module.training = modes[name]
    return torch.cat(results)
