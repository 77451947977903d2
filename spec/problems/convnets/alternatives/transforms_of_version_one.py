"""torchvision's older transforms, mirrored before the shift; save_best with a nested comparison."""

from torchvision import transforms


def augmentation():
    return transforms.Compose([transforms.RandomHorizontalFlip(0.5), transforms.Pad(4), transforms.RandomCrop((32, 32))])


def save_best(model, accuracy, best, path):
    if best is None:
        best = float("-inf")
    if accuracy > best:
        best = accuracy
        torch.save({name: value.clone() for name, value in model.state_dict().items()}, path)
    return best
