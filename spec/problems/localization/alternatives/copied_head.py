"""The linear layer itself, applied along the channels, in a module of its own."""


def fully_convolutional(model: nn.Module) -> nn.Module:
    class EveryPlace(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.body, self.head = body_and_head(deepcopy(model))

        def forward(self, batch: Tensor) -> Tensor:
            return self.head(self.body(batch).movedim(1, -1)).movedim(-1, 1)

    return EveryPlace().eval()
