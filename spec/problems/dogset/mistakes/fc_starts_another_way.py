"""These weights are drawn another way after the layers were made. The hand-out asks for PyTorch's default."""

FAILS = ["hidden/test_shapes.py::test_two_models_are_two"]


class Dog_Classifier_FC(Dog_Classifier_FC):
    def __init__(self):
        super().__init__()
        for layer in self.modules():
            if isinstance(layer, nn.Linear):
                nn.init.xavier_uniform_(layer.weight)
                nn.init.zeros_(layer.bias)
