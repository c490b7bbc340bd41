"""Trains the judge on composed pictures of its own seeds, never on generated ones."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .budget import Budget, Clock
from .data.composer import Composer
from .data.picture import Picture
from .data.renderer import Renderer
from .models.judge import GROUNDS, SKIES, SKY_OF, STYLES, Judge, save_judge, small, things
from .models.layout import channels_last

KINDS = ["plain", "alone", "hero", "hero", "side by side"]


@dataclass(frozen=True)
class JudgeConfig:
    budget: Budget
    batch: int = 128
    learning_rate: float = 2e-3
    pictures: int = 40000
    seed: int = 770001


def labels_of(picture: Picture) -> list[int] | None:
    """First and last thing, style, ground, sky as the judge numbers them; None for a picture that it has no words
    for.
    """
    names = things()
    sky = SKY_OF.get(picture.sky or "", picture.sky)
    known = picture.names and all(name in names for name in picture.names[:: max(1, len(picture.names) - 1)])
    if not known or picture.style not in STYLES or picture.ground not in GROUNDS or sky not in SKIES:
        return None
    first, last = names.index(picture.names[0]), names.index(picture.names[-1])
    return [first, last, STYLES.index(picture.style), GROUNDS.index(picture.ground), SKIES.index(sky)]


def examples(config: JudgeConfig, composer: Composer, renderer: Renderer) -> tuple[Tensor, Tensor]:
    """Pictures uint8 [n, 3, 64, 64] and labels [n, 5]."""
    pictures: list[Tensor] = []
    labels: list[list[int]] = []
    waiting: list[Picture] = []
    while len(labels) < config.pictures:
        picture = composer.draw(composer.rng.choice(KINDS))
        if (label := labels_of(picture)) is None:
            continue
        labels.append(label)
        waiting.append(picture)
        if len(waiting) == 32 or len(labels) == config.pictures:
            drawn = small(renderer.pictures(waiting).float())
            pictures.append(drawn.add(1).mul(127.5).round().byte())
            waiting = []
    return torch.cat(pictures), torch.tensor(labels)


def augmented(x: Tensor) -> Tensor:
    """Shifts, sizes, flips, colours, blur and noise: the judge should not mind how sharp or how placed a picture is."""
    count = len(x)
    zoom, turn = 1 + 0.25 * (torch.rand(count) - 0.4), 0.25 * (torch.rand(count) - 0.5)
    flip = torch.where(torch.rand(count) < 0.3, -1.0, 1.0)
    place = torch.zeros(count, 2, 3)
    place[:, 0, 0], place[:, 0, 1] = zoom * turn.cos() * flip, -zoom * turn.sin()
    place[:, 1, 0], place[:, 1, 1] = zoom * turn.sin() * flip, zoom * turn.cos()
    place[:, :, 2] = 0.3 * (torch.rand(count, 2) - 0.5)
    grid = F.affine_grid(place, list(x.shape), align_corners=False)
    x = F.grid_sample(x, grid, padding_mode="border", align_corners=False)
    mix = torch.eye(3) + 0.12 * torch.randn(count, 3, 3)
    x = torch.einsum("nij,njhw->nihw", mix, x) + 0.12 * torch.randn(count, 3, 1, 1)
    soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    softer = F.avg_pool2d(F.pad(soft, (2, 2, 2, 2), mode="replicate"), 5, 1)
    kind = torch.rand(count, 1, 1, 1)
    x = torch.where(kind < 0.35, x, torch.where(kind < 0.75, soft, softer))
    return (x + 0.08 * torch.rand(count, 1, 1, 1) * torch.randn_like(x)).clamp(-1.2, 1.2)


def judge_loss(answers: list[Tensor], labels: Tensor) -> Tensor:
    """Both things equally, style, ground and sky less."""
    thing = answers[0].log_softmax(1)
    loss = -(thing.gather(1, labels[:, :1]).mean() + thing.gather(1, labels[:, 1:2]).mean()) / 2
    for answer, label in zip(answers[1:], labels[:, 2:].unbind(1), strict=True):
        loss = loss + 0.3 * F.cross_entropy(answer, label)
    return loss


def train_judge(
    config: JudgeConfig, composer: Composer, renderer: Renderer, out: Path, log: Callable[[str], None] = print
) -> Judge:
    """Trains from nothing for its budget after the pictures are composed."""
    torch.manual_seed(config.seed)
    pictures, labels = examples(config, composer, renderer)
    judge = channels_last(Judge())
    optimizer = torch.optim.AdamW(judge.parameters(), lr=config.learning_rate, weight_decay=0.02)
    clock, step = Clock(config.budget), 0
    while (done := clock.done(step)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = config.learning_rate * min(1.0, (step + 1) / 200, max(0.01, (1 - done) * 1.6))
        some = torch.randint(0, len(labels), (config.batch,))
        x = augmented(pictures[some].float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answers = judge(x)
        loss = judge_loss([answer.float() for answer in answers], labels[some])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(judge.parameters(), 2.0)
        optimizer.step()
        step += 1
        if step % 100 == 0:
            log(f"judge: step {step}, loss {loss.item():.3f}")
    save_judge(judge, out)
    return judge.eval().requires_grad_(False)
