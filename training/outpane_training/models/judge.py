"""The judge: a small classifier of pixels, trained on composed pictures only. It measures pictures and never
chooses any.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..data.vocabulary import vocabulary
from .checkpoint import save_atomically

SIDE = 64
STYLES = ["flat", "cartoon", "glossy 3d"]
GROUNDS = [None, "grass", "sand", "snow", "floor", "road", "sea"]
SKIES = [None, "blue", "sunset", "night", "cloudy"]
SKY_OF = {"starry": "night"}
"""Skies that the judge takes for another."""
ALIKE = [
    {"cat", "cat face"},
    {"dog", "dog face"},
    {"rabbit", "rabbit face"},
    {"monkey", "monkey face"},
    {"star", "glowing star"},
    {"house", "house with garden"},
    {"airplane", "small airplane"},
    {"sun", "sun with face"},
    {"fish", "tropical fish"},
    {"smiling face", "grinning face"},
    {"automobile", "taxi", "police car"},
    {"cherry blossom", "hibiscus"},
]
"""Names that a person would take for the same."""


def things() -> list[str]:
    """The names that the judge knows, in the order of its answers."""
    return sorted(vocabulary().pools["focus"])


def alike(name: str) -> set[str]:
    return next((group for group in ALIKE if name in group), {name})


class ResidualBlock(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.body(x))


def halving(channels_in: int, channels_out: int) -> nn.Sequential:
    conv = nn.Conv2d(channels_in, channels_out, 3, stride=2, padding=1, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(channels_out), nn.ReLU())


class Judge(nn.Module):
    """Pictures [n, 3, SIDE, SIDE] in -1..1 -> four tables of logits: thing, style, ground, sky."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            halving(3, 32),
            halving(32, 64),
            ResidualBlock(64),
            halving(64, 128),
            ResidualBlock(128),
            halving(128, 224),
            ResidualBlock(224),
        )
        self.drop = nn.Dropout(0.2)
        self.heads = nn.ModuleList(nn.Linear(448, len(names)) for names in (things(), STYLES, GROUNDS, SKIES))

    def features(self, x: Tensor) -> Tensor:
        """[n, 448]: means over the picture (the first half) and maxima."""
        hidden = self.body(x)
        return torch.cat([hidden.mean((2, 3)), hidden.amax((2, 3))], 1).float()

    def forward(self, x: Tensor) -> list[Tensor]:
        hidden = self.drop(self.features(x))
        return [head(hidden) for head in self.heads]


def small(pictures: Tensor) -> Tensor:
    """[n, 3, H, W] -> [n, 3, SIDE, SIDE], by averaging areas."""
    return pictures if pictures.shape[-1] == SIDE else F.interpolate(pictures.float(), size=(SIDE, SIDE), mode="area")


@dataclass(frozen=True)
class Opinion:
    """Probabilities [n, names] of things, styles, grounds and skies; features [n, 448]."""

    thing: Tensor
    style: Tensor
    ground: Tensor
    sky: Tensor
    features: Tensor


@torch.no_grad()
def look(judge: Judge, pictures: Tensor) -> Opinion:
    """pictures [n, 3, H, W] in -1..1; the mean over each picture and its mirror."""
    parts: list[list[Tensor]] = []
    for part in small(pictures).split(128):
        both = [[answer.softmax(1) for answer in judge(x)] for x in (part, part.flip(3))]
        answers = [(plain + mirrored) / 2 for plain, mirrored in zip(*both, strict=True)]
        parts.append([*answers, judge.features(part)])
    return Opinion(*(torch.cat(column) for column in zip(*parts, strict=True)))


def load_judge(path: Path) -> Judge:
    judge = Judge()
    stored = torch.load(path, map_location="cpu", weights_only=True)
    weights = stored.get("net", stored)
    judge.load_state_dict(
        {name: value.float() if value.is_floating_point() else value for name, value in weights.items()}
    )
    return judge.eval().requires_grad_(False)


def save_judge(judge: Judge, path: Path) -> None:
    half = {name: v.half() if v.is_floating_point() else v for name, v in judge.state_dict().items()}
    save_atomically({"net": half}, path)
