"""This is the result when all maps of a layer share one range: the weak ones look grey."""

FAILS = [
    "public/test_pretrained.py::test_worked_feature_maps",
    "hidden/test_feature_maps.py::test_maps_of_layers",
    "hidden/test_feature_maps.py::test_constant_maps",
    "hidden/test_feature_maps.py::test_in_place_layers",
    "hidden/test_feature_maps.py::test_maps_in_evaluation_mode",
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
    return {name: (maps - maps.min()) / (maps.max() - maps.min()) for name, maps in raw(model, image, layers).items()}
