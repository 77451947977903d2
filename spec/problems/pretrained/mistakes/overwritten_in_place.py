"""This is the result when the hook keeps the output without copying it, and the ReLU behind it writes into that very tensor."""

FAILS = [
    "hidden/test_feature_maps.py::test_in_place_layers",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    result = right(model, image, layers)
    children = list(model.named_children())
    for (name, _), (_, after) in zip(children, children[1:]):
        if name in result and getattr(after, "inplace", False):
            modules = dict(model.named_modules())
            kept = []
            hook = modules[name].register_forward_hook(lambda _, __, out, kept=kept: kept.append(out))
            with torch.no_grad():
                model(image.unsqueeze(0))
            hook.remove()
            low, high = kept[0][0].amin((1, 2), keepdim=True), kept[0][0].amax((1, 2), keepdim=True)
            result[name] = (kept[0][0] - low) / (high - low).clamp(min=1e-9)
    return result
