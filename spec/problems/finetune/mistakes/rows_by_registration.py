"""This is the result when the table lists the modules that are registered. What is called, how often, and in which order?"""

FAILS = ["hidden/test_training_parts.py::test_layer_table_follows_the_pass"]


def layer_table(model, pictures):
    shapes = {}

    def note(module, inputs, output):
        shapes[module] = tuple(output.shape[1:])

    modes = [(module, module.training) for module in model.modules()]
    leaves = [module for module, _ in modes if not list(module.children())]
    hooks = [module.register_forward_hook(note) for module in leaves]
    model.eval()
    with torch.no_grad():
        model(pictures)
    for hook in hooks:
        hook.remove()
    for module, mode in modes:
        module.training = mode
    return [
        (type(module).__name__, shapes.get(module, ()), sum(parameter.numel() for parameter in module.parameters()))
        for module in leaves
    ]
