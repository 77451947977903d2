"""This is the result when the 1 x 1 convolution has no bias. What does the linear layer add?"""

FAILS = [
    "public/test_localization.py::test_scores_by_hand",
    "hidden/test_outputs.py::test_scores_at_every_place",
]


def fully_convolutional(model: nn.Module) -> nn.Module:
    body, head = body_and_head(deepcopy(model))
    convolution = nn.Conv2d(head.in_features, head.out_features, 1, bias=False).to(head.weight)
    convolution.load_state_dict({"weight": head.weight[:, :, None, None]})
    return nn.Sequential(body, convolution).eval()
