"""This is the result when the map is averaged before the 1 x 1 convolution. Then one place is left."""

FAILS = [
    "public/test_localization.py::test_scores_by_hand",
    "hidden/test_outputs.py::test_scores_at_every_place",
]


def fully_convolutional(model: nn.Module) -> nn.Module:
    body, head = body_and_head(deepcopy(model))
    convolution = nn.Conv2d(head.in_features, head.out_features, 1).to(head.weight)
    convolution.load_state_dict({"weight": head.weight[:, :, None, None], "bias": head.bias})
    return nn.Sequential(body, nn.AdaptiveAvgPool2d(1), convolution).eval()
