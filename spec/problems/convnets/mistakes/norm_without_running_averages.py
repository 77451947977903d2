"""This is the result when batch normalisation uses the statistics of the batch in evaluation mode too. A picture's
logits then depend on its neighbours."""

FAILS = [
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
]


class SimpleConvNet(SimpleConvNet):
    def __init__(self, batch_norm=False, residual=False):
        super().__init__(batch_norm, residual)
        if batch_norm:
            self.norm1, self.norm2 = (nn.BatchNorm2d(32, track_running_stats=False) for _ in range(2))
            self.norm3 = nn.BatchNorm2d(64, track_running_stats=False)
