"""This is the result when the hook is not removed: it stores a map at every later pass."""

FAILS = [
    "public/test_localization.py::test_map_leaves_no_traces",
    "hidden/test_behaviour.py::test_no_traces",
]


def feature_map(model: nn.Module, x: Tensor) -> Tensor:
    seen = []
    body = body_and_head(model)[0]
    with evaluating(model), torch.no_grad():
        body.eval()[-1].register_forward_hook(lambda module, inputs, output: seen.append(output))
        body(x)
    return seen[0]
