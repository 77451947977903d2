"""This is the result when zero_grad() tidies up at the end: gradients that the caller still needed are gone."""

FAILS = [
    "public/test_saliency.py::test_maps_leave_no_traces",
    "hidden/test_behaviour.py::test_no_traces",
]


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    with evaluating(model):
        maps = slopes(model, x, y).abs().amax(dim=1)
    model.zero_grad()
    return maps
