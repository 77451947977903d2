"""torchvision's Compose; activations through the children of a Sequential; sorting instead of topk."""

import numpy as np
from torchvision import transforms


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224) -> Tensor:
    image = ImageOps.exif_transpose(image)
    if image.mode in ("I", "I;16"):
        image = Image.fromarray((np.asarray(image).astype(np.float64) / 65535 * 255).round().astype(np.uint8))
    steps = [
        transforms.Resize(int(size * 256 / 224 + 0.5)),
        transforms.CenterCrop(size),
        transforms.ToTensor(),
        transforms.Normalize(mean=mean, std=std),
    ]
    return transforms.Compose(steps)(image.convert("RGB"))


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None) -> list[tuple[Any, float]]:
    before = {name: module.training for name, module in model.named_modules()}
    model.train(False)
    with torch.inference_mode():
        p = torch.softmax(model(image[None]), 1).squeeze(0).numpy()
    for name, module in model.named_modules():
        module.training = before[name]
    if k < 1 or k > p.size:
        raise ValueError("k does not fit the number of classes")
    order = np.argsort(-p, kind="stable")[:k]
    return [(int(i) if names is None else names[i], float(p[i])) for i in order]
