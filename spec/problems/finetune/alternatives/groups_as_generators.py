"""Groups by the names of the parameters; the table by hooks on all modules that have no children."""


def layer_groups(model, learning_rates):
    def part(name):
        if name.startswith("head."):
            return 2
        return 1 if name.split(".")[1] in ("layer3", "layer4") else 0

    named = list(model.named_parameters())
    return [{"params": [value for name, value in named if part(name) == place], "lr": learning_rates[place]} for place in range(3)]


def layer_table(model, pictures):
    found, hooks = [], []
    for module in model.modules():
        if next(module.children(), None) is None:
            hooks.append(module.register_forward_hook(lambda layer, given, out: found.append((layer, out))))
    states = {module: module.training for module in model.modules()}
    model.eval()
    with torch.no_grad():
        model(pictures)
    for hook in hooks:
        hook.remove()
    for module, state in states.items():
        module.training = state
    return [(layer.__class__.__name__, tuple(out.shape)[1:], sum(p.numel() for p in layer.parameters())) for layer, out in found]
