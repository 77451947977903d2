"""This is the result when the averages stand before the maxima."""

FAILS = ["hidden/test_model.py::test_forward_pass", "hidden/test_model.py::test_dropout"]


class ConcatPool(ConcatPool):
    def forward(self, maps):
        return torch.cat([maps.mean((2, 3)), maps.amax((2, 3))], 1)
