"""One module with lists of layers, functions without weights, no biases before a normalisation, the loop of fit in parts."""


class YourModel(BaseImageClassifier):
    def __init__(self, mixup_alpha=None, **settings):
        super().__init__(**settings)
        self.mixup_alpha = mixup_alpha

    def build_cnn(self):
        owner = self

        class Network(nn.Module):
            def __init__(self):
                super().__init__()
                self.first, self.second = nn.ModuleList(), nn.ModuleList()
                self.bn1, self.bn2 = nn.ModuleList(), nn.ModuleList()
                c = 3
                for b in range(owner.num_blocks):
                    n = owner.feature_maps * (2 ** b)
                    self.first.append(nn.Conv2d(c, n, 3, 1, 1, bias=not owner.batch_norm))
                    self.second.append(nn.Conv2d(n, n, 3, 1, 1, bias=not owner.batch_norm))
                    if owner.batch_norm:
                        self.bn1.append(nn.BatchNorm2d(n))
                        self.bn2.append(nn.BatchNorm2d(n))
                    c = n
                self.act = ACTIVATIONS[owner.activation]()
                self.out = nn.LazyLinear(10)

            def forward(self, x):
                for b in range(owner.num_blocks):
                    skip = self.first[b](x)
                    x = self.act(self.bn1[b](skip) if owner.batch_norm else skip)
                    x = self.second[b](x)
                    if owner.batch_norm:
                        x = self.bn2[b](x)
                    if owner.use_skip:
                        x += skip
                    x = nn.functional.avg_pool2d(self.act(x), 2, 2)
                    x = nn.functional.dropout(x, owner.drop_rate, training=self.training)
                return self.out(x.view(len(x), -1))

        return Network()

    def fit(self, x, y, valid_x, valid_y, seed=0):
        stopper, g = EarlyStopping(patience=3), torch.Generator()
        g.manual_seed(seed)
        self.history = {key: [] for key in ("train_loss", "train_accuracy", "valid_loss", "valid_accuracy")}
        opt, epoch, done = None, 0, False
        while epoch < self.num_epochs and not done:
            self.network.train()
            losses, hits = [], []
            for i in torch.randperm(len(x)).split(self.batch_size):
                xb, ya = x[i], y[i]
                yb, lam = ya, 1.0
                if self.is_augmentation:
                    xb = augment(xb, g)
                if self.mixup_alpha is not None:
                    xb, ya, yb, lam = mixup(xb, ya, self.mixup_alpha, g)
                out = self.network(xb)
                loss = mixup_loss(out, ya, yb, lam)
                if opt is None:
                    opt = OPTIMIZERS[self.optimizer](self.network.parameters(), self.learning_rate)
                self.network.zero_grad()
                loss.backward()
                opt.step()
                losses += [loss.item()] * len(i)
                hits += (out.argmax(1) == ya).tolist()
            self.record_epoch(sum(losses) / len(losses), 100 * sum(hits) / len(hits), valid_x, valid_y)
            done = stopper.should_stop(self.history["valid_accuracy"][-1])
            epoch += 1
        return self.history
