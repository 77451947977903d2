"""This is the result when a hook stays on the network: it runs at every later pass, and keeps what it stored."""

FAILS = [
    "hidden/test_behaviour.py::test_no_traces",
    "hidden/test_behaviour.py::test_transfers_in_evaluation_mode",
]


def is_fooled(model: nn.Module, x: Tensor, targets: Tensor) -> Tensor:
    seen = []
    model.register_forward_hook(lambda module, inputs, output: seen.append(output))
    with torch.no_grad():
        model(x)
    return seen[0].argmax(dim=1) == targets
