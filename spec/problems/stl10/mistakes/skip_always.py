"""This is the result when each block has a skip connection whatever use_skip is."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_activations",
    "hidden/test_fit.py::test_fit_takes_the_steps",
    "hidden/test_fit.py::test_fit_records_plain_losses",
    "hidden/test_fit.py::test_augmentation_is_for_training",
]


class YourModel(YourModel):
    def build_cnn(self):
        settings = self

        class Block(nn.Module):
            def __init__(self, n_in, n_out):
                super().__init__()
                self.conv1 = nn.Conv2d(n_in, n_out, 3, padding=1)
                self.conv2 = nn.Conv2d(n_out, n_out, 3, padding=1)
                self.norm1 = nn.BatchNorm2d(n_out) if settings.batch_norm else nn.Identity()
                self.norm2 = nn.BatchNorm2d(n_out) if settings.batch_norm else nn.Identity()
                self.activation = ACTIVATIONS[settings.activation]()
                self.pool = nn.AvgPool2d(2)
                self.dropout = nn.Dropout(settings.drop_rate)

            def forward(self, x):
                first = self.conv1(x)
                second = self.norm2(self.conv2(self.activation(self.norm1(first))))
                second = second + first
                return self.dropout(self.pool(self.activation(second)))

        blocks, channels = [], 3
        for number in range(self.num_blocks):
            blocks.append(Block(channels, self.feature_maps * 2**number))
            channels = self.feature_maps * 2**number
        side = 32 // 2**self.num_blocks
        return nn.Sequential(*blocks, nn.Flatten(), nn.Linear(channels * side * side, 10))
