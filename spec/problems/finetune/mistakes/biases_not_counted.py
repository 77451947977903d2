"""This is the result when only matrices and kernels are counted, and biases and the weights of batch normalisation are not."""

FAILS = ["public/test_worked_examples.py::test_table_by_hand", "hidden/test_training_parts.py::test_layer_table",
         "hidden/test_training_parts.py::test_layer_table_follows_the_pass"]


def layer_table(model, pictures):
    rows = []

    def note(module, inputs, output):
        rows.append((type(module).__name__, tuple(output.shape[1:]), sum(p.numel() for p in module.parameters() if p.ndim > 1)))

    modes = [(module, module.training) for module in model.modules()]
    hooks = [module.register_forward_hook(note) for module, _ in modes if not list(module.children())]
    model.eval()
    with torch.no_grad():
        model(pictures)
    for hook in hooks:
        hook.remove()
    for module, mode in modes:
        module.training = mode
    return rows
