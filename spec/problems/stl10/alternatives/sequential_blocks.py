"""Each block in three Sequentials; the connection kept in a local variable; ReLU modules made anew in every place."""


class YourModel(YourModel):
    def build_cnn(self):
        class Block(nn.Module):
            def __init__(self, n_in, n_out, batch_norm, use_skip, activation, drop_rate):
                super().__init__()
                self.skip = use_skip
                self.start = nn.Conv2d(n_in, n_out, (3, 3), padding="same")
                middle = [nn.BatchNorm2d(n_out)] if batch_norm else []
                middle += [activation(), nn.Conv2d(n_out, n_out, (3, 3), padding="same")]
                middle += [nn.BatchNorm2d(n_out)] if batch_norm else []
                self.middle = nn.Sequential(*middle)
                self.end = nn.Sequential(activation(), nn.AvgPool2d(kernel_size=2, stride=2), nn.Dropout(p=drop_rate))

            def forward(self, x):
                kept = self.start(x)
                out = self.middle(kept)
                return self.end(out + kept if self.skip else out)

        layers, n_in, n_out, side = [], 3, self.feature_maps, 32
        for _ in range(self.num_blocks):
            kind = ACTIVATIONS[self.activation]
            layers.append(Block(n_in, n_out, self.batch_norm, self.use_skip, kind, self.drop_rate))
            n_in, n_out, side = n_out, 2 * n_out, side // 2
        layers += [nn.Flatten(start_dim=1), nn.Linear(n_in * side**2, 10)]
        return nn.Sequential(*layers)
