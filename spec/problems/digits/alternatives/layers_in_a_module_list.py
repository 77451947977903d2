"""The layers are in an nn.ModuleList; forward flattens pictures of any shape."""


class Digit_Classifier(nn.Module):
    def __init__(self, sizes=(784, 128, 64, 10)):
        super().__init__()
        self.stack = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.act = nn.ReLU(inplace=True)

    def forward(self, x):
        x = x.reshape(len(x), -1)
        for layer in self.stack[:-1]:
            x = self.act(layer(x))
        return self.stack[-1](x)
