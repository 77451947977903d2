"""The networks of the experiments: torchvision's where weights and photographs are at hand, else kitnet and drawn pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from PIL import Image

from tests.given_data import import_given


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    with import_given(networks="networks", stand_ins="stand_ins") as modules:
        monkeypatch.setenv("COURSE_DATA", str(tmp_path))
        yield modules


def put_weights(folder: Path) -> Path:
    """Write random weights of SqueezeNet 1.1 as float16, under torchvision's name for them."""
    from torchvision.models import squeezenet1_1

    path = folder / "models" / "squeezenet1_1-b8a52dc0.pth"
    path.parent.mkdir()
    torch.save({name: value.half() for name, value in squeezenet1_1().state_dict().items()}, path)
    return path


def put_photograph(folder: Path, name: str) -> Path:
    path = folder / "imagenet" / "photos" / name
    path.parent.mkdir(parents=True)
    Image.new("RGB", (300, 250), (255, 0, 51)).save(path, "jpeg")
    return path


def test_kitnet_names_its_drawings(data: SimpleNamespace) -> None:
    (network,) = data.networks.trained_networks("mobilenet_v2", with_photos=True)
    x, y = data.networks.labelled_pictures(network, 100)
    with torch.no_grad():
        right = network.model(x).argmax(1) == y
    assert (network.title, network.source, tuple(x.shape)) == ("kitnet", "drawn pictures", (100, 3, 64, 64))
    assert right.float().mean() > 0.85
    assert network.name(x[:1])[0].startswith(network.classes[int(network.model(x[:1]).argmax())])
    assert data.stand_ins.used


def test_torchvision_gets_photographs(data: SimpleNamespace, tmp_path: Path) -> None:
    put_weights(tmp_path)
    put_photograph(tmp_path, "007_cock.jpg")
    (network,) = data.networks.trained_networks("squeezenet1_1", with_photos=True)
    x, y = data.networks.labelled_pictures(network, 5)
    colour = network.restore(x)[0].mean((1, 2))
    assert (network.title, network.source, network.classes[7]) == ("SqueezeNet 1.1", "photographs", "7")
    assert (tuple(x.shape), y.tolist()) == ((1, 3, 224, 224), [7])
    assert torch.allclose(colour, torch.tensor([1.0, 0.0, 0.2]), atol=0.02)
    assert not network.model.training


@pytest.mark.parametrize("wanted", [("squeezenet1_1", "mobilenet_v2"), ("squeezenet1_1",)])
def test_kitnet_where_something_is_missing(data: SimpleNamespace, tmp_path: Path, wanted: tuple[str, ...]) -> None:
    put_weights(tmp_path)  # but no photographs, and none of MobileNetV2
    assert [network.title for network in data.networks.trained_networks(*wanted, with_photos=True)] == ["kitnet"]


def test_names_damaged_weights(data: SimpleNamespace, tmp_path: Path) -> None:
    path = put_weights(tmp_path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ValueError, match=r"squeezenet1_1-b8a52dc0\.pth is damaged"):
        data.networks.trained_networks("squeezenet1_1")


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_names_wrong_photographs(data: SimpleNamespace, tmp_path: Path, content: bytes | None) -> None:
    put_weights(tmp_path)
    path = put_photograph(tmp_path, "007_cock.jpg" if content else "7a_cock.jpg")
    if content:
        path.write_bytes(content)
    (network,) = data.networks.trained_networks("squeezenet1_1", with_photos=True)
    with pytest.raises(ValueError, match=r"cock\.jpg is no photograph"):
        data.networks.labelled_pictures(network, 1)
