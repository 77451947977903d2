"""This is the result when a hook stays on the model: it runs at every later pass, and keeps what it stored."""

FAILS = [
    "public/test_saliency.py::test_maps_leave_no_traces",
    "hidden/test_behaviour.py::test_no_traces",
]


def total_score(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    seen = []
    model.register_forward_hook(lambda module, inputs, output: seen.append(output))
    model(x)
    return seen[0].gather(1, y.unsqueeze(1)).sum()
