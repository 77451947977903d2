"""One forward pass for each layer, and a copy of the network instead of the network itself."""

import copy


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None) -> list[tuple[Any, float]]:
    twin = copy.deepcopy(model).eval()
    p = nn.functional.softmax(twin(image.unsqueeze(0)).detach(), dim=-1).flatten()
    if k > p.numel() or k <= 0:
        raise ValueError(k)
    best = torch.topk(p, k)
    return [(names[i.item()] if names is not None else i.item(), v.item()) for v, i in zip(best.values, best.indices)]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
    result = {}
    for name in layers:
        twin = copy.deepcopy(model).eval()
        found = dict(twin.named_modules()).get(name)
        if found is None:
            raise ValueError(f"no layer {name}")
        kept = []
        found.register_forward_hook(lambda module, args, output, kept=kept: kept.append(output.detach().clone()))
        twin(image.unsqueeze(0))
        maps = kept[-1][0]
        low = maps.flatten(1).min(1).values.view(-1, 1, 1)
        high = maps.flatten(1).max(1).values.view(-1, 1, 1)
        result[name] = torch.nan_to_num((maps - low) / (high - low), nan=0.0)
    return result
