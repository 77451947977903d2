"""This is the result when a pool is as wide as the maps are high: of a wide picture, a part is taken."""

FAILS = ["hidden/test_model.py::test_forward_pass"]


class ConcatPool(ConcatPool):
    def forward(self, stack):
        side = stack.shape[2]
        return torch.cat([nn.functional.max_pool2d(stack, side)[:, :, 0, 0], nn.functional.avg_pool2d(stack, side)[:, :, 0, 0]], 1)
