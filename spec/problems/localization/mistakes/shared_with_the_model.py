"""This is the result when the new network shares its layers with the model: eval() and training change both."""

FAILS = [
    "hidden/test_behaviour.py::test_network_of_its_own",
]


def fully_convolutional(model: nn.Module) -> nn.Module:
    body, head = body_and_head(model)
    convolution = nn.Conv2d(head.in_features, head.out_features, 1).to(head.weight)
    convolution.load_state_dict({"weight": head.weight[:, :, None, None], "bias": head.bias})
    return nn.Sequential(body, convolution).eval()
