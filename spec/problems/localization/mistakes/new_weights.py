"""This is the result when the 1 x 1 convolution has new random weights. Which weights did the classifier learn?"""

FAILS = [
    "public/test_localization.py::test_scores_by_hand",
    "hidden/test_outputs.py::test_scores_at_every_place",
]


def fully_convolutional(model: nn.Module) -> nn.Module:
    body, head = body_and_head(deepcopy(model))
    return nn.Sequential(body, nn.Conv2d(head.in_features, head.out_features, 1).to(head.weight)).eval()
