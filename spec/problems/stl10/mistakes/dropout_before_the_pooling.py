"""This is the result when dropout comes before the pooling. A mean of four places is then hardly ever zero."""

FAILS = [
    "hidden/test_network.py::test_dropout",
]


class YourModel(YourModel):
    def build_cnn(self):
        network = super().build_cnn()
        for block in network[: self.num_blocks]:
            block.pool, block.dropout = block.dropout, block.pool
        return network
