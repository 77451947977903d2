"""This is the result when only the last block ends in a dropout. The table has it in every block."""

FAILS = [
    "hidden/test_network.py::test_dropout",
]


class YourModel(YourModel):
    def build_cnn(self):
        network = super().build_cnn()
        for block in network[: self.num_blocks - 1]:
            block.dropout = nn.Identity()
        return network
