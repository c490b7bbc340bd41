"""Which cells a training sample repaints: half of the samples all, the rest a picture that grows, or a hole."""

import torch
from torch import Tensor

WHOLE, EDGES = 0.5, 0.3
"""Shares of masks that are all ones and of edges; the rest are boxes."""
SECOND_EDGE = 0.5
SIDE_LOW, SIDE_HIGH = 0.25, 0.75
"""How far an edge or a box reaches, as shares of the side."""


def random_masks(count: int, side: int, device: torch.device | None = None) -> Tensor:
    """[count, 1, side, side], 1 = repaint."""
    low, high = max(1, round(side * SIDE_LOW)), max(2, round(side * SIDE_HIGH))
    y = torch.arange(side, device=device)[None, :, None]
    x = torch.arange(side, device=device)[None, None]

    def uniform() -> Tensor:
        return torch.rand(count, 1, 1, device=device)

    def lengths(most: int) -> Tensor:
        return torch.randint(low, most, (count, 1, 1), device=device)

    edges = torch.zeros(count, side, side, dtype=torch.bool, device=device)
    for share in (1.0, SECOND_EDGE):
        width = lengths(max(low + 1, high - 1))
        which = torch.randint(0, 4, (count, 1, 1), device=device)
        near = torch.where(which < 2, x, y).expand(count, side, side)
        edge = torch.where(which % 2 == 0, near < width, near >= side - width)
        edges |= edge & (uniform() < share)
    height, width = lengths(high + 1), lengths(high + 1)
    top, left = (uniform() * (side + 1 - height)).long(), (uniform() * (side + 1 - width)).long()
    box = (y >= top) & (y < top + height) & (x >= left) & (x < left + width)
    kind = uniform()
    partial = torch.where(kind < WHOLE + EDGES, edges, box)
    return torch.where(kind < WHOLE, torch.ones_like(partial), partial).float()[:, None]
