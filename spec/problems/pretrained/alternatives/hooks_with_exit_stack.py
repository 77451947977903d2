"""Hooks in an ExitStack, functions that get one layer by its path, stretching map by map."""

from contextlib import ExitStack


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
    result = {}
    with ExitStack() as stack, torch.no_grad():
        for module in model.modules():
            stack.callback(setattr, module, "training", module.training)
        model.eval()
        for name in layers:
            try:
                module = model.get_submodule(name)
            except AttributeError:
                raise ValueError(f"There is no layer called {name}.") from None

            def keep(module, args, output, name=name):
                maps = output.detach().squeeze(0).clone()
                for one in maps:
                    one -= one.min().item()
                    if one.max() > 0:
                        one /= one.max().item()
                result[name] = maps

            stack.callback(module.register_forward_hook(keep).remove)
        model(image.unsqueeze(0))
    return result
