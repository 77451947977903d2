"""This is the result when every axis of length one is removed: with one picture, that of the batch is removed too."""

FAILS = ["hidden/test_model.py::test_forward_pass"]


class ConcatPool(ConcatPool):
    def forward(self, stack):
        return torch.cat([stack.amax((2, 3), keepdim=True), stack.mean((2, 3), keepdim=True)], 1).squeeze()
