"""This is the result when the divisor is the largest value before the subtraction."""

FAILS = [
    "hidden/test_feature_maps.py::test_maps_of_layers",
    "hidden/test_feature_maps.py::test_in_place_layers",
    "hidden/test_feature_maps.py::test_maps_in_evaluation_mode",
    "hidden/test_feature_maps.py::test_constant_maps",
    "public/test_pretrained.py::test_worked_feature_maps",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    def raw(model, image, layers):
        modules, found, hooks = dict(model.named_modules()), {}, []
        modes = [(module, module.training) for module in model.modules()]
        model.eval()
        try:
            for name in layers:
                hooks.append(modules[name].register_forward_hook(lambda _, __, out, name=name: found.update({name: out[0].clone()})))
            with torch.no_grad():
                model(image.unsqueeze(0))
        finally:
            for hook in hooks:
                hook.remove()
            for module, training in modes:
                module.training = training
        return found

    right(model, image, layers)
    result = {}
    for name, maps in raw(model, image, layers).items():
        low, high = maps.amin((1, 2), keepdim=True), maps.amax((1, 2), keepdim=True)
        result[name] = torch.where(high > low, (maps - low) / high, torch.zeros_like(maps))
    return result
