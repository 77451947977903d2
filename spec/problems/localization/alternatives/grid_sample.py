"""grid_sample in place of interpolate, and numpy for the pointing game."""


def enlarge(heat: Tensor, height: int, width: int) -> Tensor:
    theta = torch.eye(2, 3, dtype=heat.dtype).expand(len(heat), 2, 3)
    grid = F.affine_grid(theta, [len(heat), 1, height, width], align_corners=False)
    return F.grid_sample(heat.unsqueeze(1), grid, padding_mode="border", align_corners=False).squeeze(1)


def pointing_game(heat: Tensor, boxes: Tensor) -> float:
    import numpy as np

    hits = 0
    for values, (left, top, right, bottom) in zip(heat.numpy(), boxes.tolist()):
        row, column = np.unravel_index(values.argmax(), values.shape)
        hits += left <= column < right and top <= row < bottom
    return 100.0 * hits / len(heat)
