"""This is the result when the maps still belong to a graph, which keeps the memory of the whole pass."""

FAILS = [
    "public/test_saliency.py::test_maps_leave_no_traces",
    "hidden/test_behaviour.py::test_detached_maps",
]


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    with evaluating(model):
        return slopes(model, x, y).abs().amax(dim=1).requires_grad_()
