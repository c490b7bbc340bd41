"""Draws arranged descriptions, many at once, on a processor or a GPU.

A sprite is made smaller by two matrix products with Pillow's own antialiasing bicubic weights: rows (canvas x
sprite), then columns.
The weights of every size lie in one table (row 0 is empty), so that place, size and mirroring are a choice of rows.
Colours are premultiplied and in 0..255.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .arrangement import LARGEST, SMALLEST, Arrangement, arrange
from .picture import SIZE, Picture


def bicubic_weights(side: int) -> NDArray[np.float64]:
    """[side, SIZE]: how much of each sprite pixel goes into each of `side` pixels, as Pillow's resize(BICUBIC) does
    it.
    """
    scale = SIZE / side
    stretch, centre = max(scale, 1.0), (np.arange(side) + 0.5) * scale
    places = np.arange(SIZE)[None]
    x = np.abs((places + 0.5 - centre[:, None]) / stretch)
    near = (1.5 * x - 2.5) * x * x + 1
    away = ((-0.5 * x + 2.5) * x - 4) * x + 2
    weights = np.where(x < 1, near, np.where(x < 2, away, 0.0))
    low, high = (centre - 2 * stretch + 0.5).astype(int), (centre + 2 * stretch + 0.5).astype(int)
    weights = np.where((places >= low[:, None]) & (places < high[:, None]), weights, 0)
    return weights / weights.sum(1, keepdims=True)


class Renderer:
    """sprites: uint8 [N, SIZE, 4, SIZE] (row, channel, column), colours premultiplied, on the device that draws."""

    def __init__(self, sprites: Tensor) -> None:
        self.sprites, self.device = sprites, sprites.device
        self.dtype = torch.float16 if self.device.type == "cuda" else torch.float32
        rows = [np.zeros((1, SIZE)), *(bicubic_weights(side) for side in range(SMALLEST, LARGEST + 1))]
        self.table = torch.from_numpy(np.concatenate(rows).astype(np.float32)).to(self.device, self.dtype)
        self.line = torch.arange(SIZE, device=self.device)

    def weights(self, first: Tensor, side: Tensor, start: Tensor, mirrored: Tensor) -> Tensor:
        """[n, SIZE, SIZE]: for every canvas row (or column) the share of each of the sprite's. All arguments [n]."""
        at = self.line[None] - first[:, None]
        inside = (at >= 0) & (at < side[:, None])
        at = torch.where(mirrored[:, None], side[:, None] - 1 - at, at)
        return self.table[torch.where(inside, start[:, None] + at, 0)]

    def background(self, arrays: dict[str, Tensor]) -> Tensor:
        """[n, SIZE, 3, SIZE]: sky and ground as gradients, and stars."""
        colours, horizon = arrays["colours"][..., None], arrays["horizon"][:, None].float()
        y = self.line[None].float()
        height = (y / (horizon - 1).clamp(min=1)).clamp(0, 1)[:, None]
        depth = ((y - horizon) / (SIZE - 1 - horizon).clamp(min=1)).clamp(0, 1)[:, None]
        sky = colours[:, 0] * (1 - height) + colours[:, 1] * height
        ground = colours[:, 2] * (1 - depth) + colours[:, 3] * depth
        lines = torch.where((y < horizon)[:, None], sky, ground).clamp(0, 255)
        canvas = lines.transpose(1, 2)[..., None].expand(-1, -1, -1, SIZE).to(self.dtype).contiguous()
        if len(arrays["starry"]):
            which = arrays["starry"]
            glow = self.glow(arrays["stars"][which])
            canvas[which] = canvas[which] + (255 - canvas[which]) * glow
        return canvas

    def glow(self, stars: Tensor) -> Tensor:
        """stars [n, STARS, 3] (x, y, radius; radius 0: none) -> how white they make the sky, [n, SIZE, 1, SIZE] in
        0..1.
        """
        radius = stars[..., 2:].clamp(min=0.3)
        across = torch.exp(-0.5 * ((self.line + 0.5 - stars[..., :1]) / radius) ** 2)
        down = torch.exp(-0.5 * ((self.line + 0.5 - stars[..., 1:2]) / radius) ** 2) * (stars[..., 2:] > 0)
        return torch.einsum("nsy,nsx->nyx", down, across).clamp(0, 1).to(self.dtype)[:, :, None]

    def layer(self, canvas: Tensor, things: Tensor, turns: Tensor | None) -> None:
        """Draws one thing on each of the canvases that `things` [n, 7] names. In place."""
        row, side, left, top, flipped, start, which = things.unbind(1)
        down = self.weights(top, side, start, torch.zeros_like(flipped, dtype=torch.bool))
        across = self.weights(left, side, start, flipped.bool())
        count = len(things)
        source = self.sprites[row].to(self.dtype).view(count, SIZE, 4 * SIZE)
        shrunk = torch.bmm(down, source).view(count, SIZE * 4, SIZE)
        shrunk = torch.bmm(shrunk, across.transpose(1, 2)).view(count, SIZE, 4, SIZE).clamp(0, 255)
        if turns is not None:
            shrunk = recoloured(shrunk, turns)
        colour, alpha = shrunk[:, :, :3], shrunk[:, :, 3:]
        canvas[which] = torch.minimum(colour, alpha) + canvas[which] * (1 - alpha / 255)

    @torch.no_grad()
    def draw(self, arrangement: Arrangement) -> Tensor:
        """The pictures [n, 3, SIZE, SIZE] in -1..1, channels last in memory."""
        arrays = {
            name: torch.from_numpy(np.ascontiguousarray(value)).to(self.device)
            for name, value in arrangement.arrays.items()
        }
        canvas = self.background(arrays)
        for part in arrangement.passes:
            rows = slice(part.first, part.first + part.count)
            self.layer(canvas, arrays["things"][rows], arrays["turns"][rows] if part.turned else None)
        return canvas.permute(0, 2, 1, 3).to(memory_format=torch.channels_last).div(127.5).sub(1)

    def pictures(self, descriptions: list[Picture]) -> Tensor:
        """As draw(), of descriptions."""
        return self.draw(arrange(descriptions))


def recoloured(rgba: Tensor, turns: Tensor) -> Tensor:
    """Turns hues and changes saturation and value where a thing is coloured. rgba [n, SIZE, 4, SIZE], turns [n, 4]."""
    red, green, blue, alpha = rgba.float().unbind(2)
    turn, saturation, value, added = (column[:, None, None] for column in turns.unbind(1))
    high = torch.maximum(torch.maximum(red, green), blue)
    chroma = high - torch.minimum(torch.minimum(red, green), blue)
    safe = chroma.clamp(min=1e-3)
    from_blue_or_red = torch.where(high == green, (blue - red) / safe + 2, (red - green) / safe + 4)
    hue = torch.where(high == red, (green - blue) / safe, from_blue_or_red) + turn * 6
    coloured = ((chroma / high.clamp(min=1) - 0.15) / 0.2).clamp(0, 1)
    new_chroma = chroma / high.clamp(min=1e-3) * (1 + coloured * (saturation - 1))
    new_high = (high * (1 + coloured * (value - 1)) + coloured * added * alpha).clamp(max=255)
    new_chroma = (new_chroma * new_high).clamp(min=0)

    def channel(offset: int) -> Tensor:
        k = (offset + hue) % 6
        return new_high - new_chroma * torch.minimum(k, 4 - k).clamp(0, 1)

    return torch.stack([channel(5), channel(3), channel(1), alpha], 2).to(rgba.dtype)


def to_bytes(pictures: Tensor) -> NDArray[np.uint8]:
    """[n, 3, h, w] in -1..1 -> uint8 [n, h, w, 3]."""
    scaled = pictures.float().clamp(-1, 1).add(1).mul(127.5).round()
    return scaled.byte().permute(0, 2, 3, 1).cpu().numpy()
