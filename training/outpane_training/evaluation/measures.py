"""What is measured of pictures [n, 3, H, W] in -1..1, and of the judge's opinion of them."""

import torch
import torch.nn.functional as F
from torch import Tensor

from ..data.vocabulary import vocabulary
from ..models.judge import STYLES, Opinion, alike, things
from .prompts import Prompt

HUE_TOLERANCE = 28.0
"""Degrees that a colour may differ from the named one's."""
INK = 0.16
"""How far a pixel's colour must be from the white ground (of 2) to belong to a thing."""
SMALLEST_BLOB = 0.008
"""Share of the picture that a counted thing covers at least."""
FEATURE_MEANS = 224
"""The judge's features that are means over the picture; the rest are maxima."""


def accepted(names: list[str]) -> set[str]:
    return {other for name in names for other in alike(name)}


def ranks(opinion: Opinion, row: int, prompt: Prompt) -> list[int]:
    """Where each thing that was asked for stands among the judge's answers (0: first), names of the same thing
    counting once.
    """
    order = [things()[int(i)] for i in opinion.thing[row].argsort(descending=True)]
    return [min(order.index(name) for name in accepted(names)) for names in prompt.things]


def within(opinion: Opinion, row: int, prompt: Prompt, most: int) -> bool:
    """Whether everything asked for is among the likeliest `most` (for one thing; for more, that many more)."""
    extra = len(prompt.things) - 1
    return all(rank < most + extra for rank in ranks(opinion, row, prompt))


def style_is_right(opinion: Opinion, row: int, prompt: Prompt) -> bool:
    return STYLES[int(opinion.style[row].argmax())] == prompt.style


def hue_saturation_value(picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """[3, H, W] in -1..1 -> hue in degrees, saturation, value, each [H, W]."""
    red, green, blue = picture.clamp(-1, 1).add(1).div(2)
    high, low = picture.amax(0).add(1).div(2), picture.amin(0).add(1).div(2)
    chroma = (high - low).clamp(min=1e-6)
    rest = torch.where(high == green, (blue - red) / chroma + 2, (red - green) / chroma + 4)
    hue = torch.where(high == red, (green - blue) / chroma, rest) * 60 % 360
    return hue, (high - low) / high.clamp(min=1e-6), high


def has_colour(picture: Tensor, colour: str) -> bool:
    """Whether the named hue has most of the picture's coloured pixels."""
    wanted = vocabulary().tints[colour].hue
    if wanted is None:
        raise ValueError(f"{colour} is no hue")
    hue, saturation, value = hue_saturation_value(picture)
    coloured = (saturation > 0.35) & (value > 0.25)
    if coloured.float().mean() < 0.02:
        return False
    distance = ((hue - wanted + 180) % 360 - 180).abs()
    return bool((distance[coloured] < HUE_TOLERANCE).float().mean() > 0.5)


def blobs(picture: Tensor, side: int = 64) -> int:
    """How many separate things lie on a white ground."""
    low = F.interpolate(picture[None], size=(side, side), mode="area")[0]
    ink = (low - 1).abs().amax(0) > INK
    labels = torch.where(ink, torch.arange(1, side * side + 1).view(side, side), 0).float()
    while True:  # the largest number spreads over its blob
        spread = F.max_pool2d(labels[None, None], 3, 1, 1)[0, 0] * ink
        if torch.equal(spread, labels):
            break
        labels = spread
    sizes = labels[labels > 0].unique(return_counts=True)[1]
    return int((sizes > SMALLEST_BLOB * side * side).sum())


def frechet_distance(some: Tensor, others: Tensor) -> float:
    """Between Gaussians fitted to features [n, D] and [m, D]."""
    a, b = some[:, :FEATURE_MEANS].double(), others[:, :FEATURE_MEANS].double()
    difference = (a.mean(0) - b.mean(0)).pow(2).sum()
    cov_a, cov_b = torch.cov(a.T), torch.cov(b.T)
    root = torch.linalg.eigvals(cov_a @ cov_b).real.clamp(min=0).sqrt().sum()
    return float(difference + cov_a.trace() + cov_b.trace() - 2 * root)


def diversity(features: Tensor) -> float:
    """features [prompts, seeds, D] -> mean of 1 - cosine between the pictures of a prompt, its mean over all taken
    off.
    """
    centred = F.normalize(features - features.mean((0, 1)), dim=-1)
    likeness = centred @ centred.transpose(1, 2)
    seeds = features.shape[1]
    off = ~torch.eye(seeds, dtype=torch.bool)
    return float(1 - likeness[:, off].mean())
