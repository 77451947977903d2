"""The crop with Pillow and the arithmetic with NumPy; softmax by hand."""

import numpy as np


def load_image(path: str | Path) -> Image.Image:
    try:
        return Image.open(path).copy()
    except (OSError, SyntaxError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise ValueError(f"Cannot read {path}.") from error


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224) -> Tensor:
    image = ImageOps.exif_transpose(image)
    if image.mode[0] == "I":
        image = Image.fromarray((np.array(image) >> 8).astype("uint8"))
    image = image.convert("RGB")
    width, height = image.size
    short = round(size * 256 / 224)
    if width < height:
        image = image.resize((short, int(short * height / width)), Image.BILINEAR)
    else:
        image = image.resize((int(short * width / height), short), Image.BILINEAR)
    left, top = round((image.width - size) / 2.0), round((image.height - size) / 2.0)
    array = np.asarray(image.crop((left, top, left + size, top + size)), dtype=np.float32) / 255
    array = (array - np.array(mean, dtype=np.float32)) / np.array(std, dtype=np.float32)
    return torch.from_numpy(array.transpose(2, 0, 1).copy())


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None) -> list[tuple[Any, float]]:
    training = [m for m in model.modules() if m.training]
    model.eval()
    logits = model(image.unsqueeze(0)).detach().double()[0]
    for m in training:
        m.training = True
    if not 0 < k <= len(logits):
        raise ValueError("wrong k")
    e = (logits - logits.max()).exp()
    p = e / e.sum()
    order = sorted(range(len(p)), key=lambda i: -float(p[i]))
    return [((names[i] if names else i), float(p[i])) for i in order[:k]]
