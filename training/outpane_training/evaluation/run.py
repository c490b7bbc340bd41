"""Draws the fixed prompts with an exported starter and measures them: one table a revision."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ..data.composer import Composer
from ..data.renderer import Renderer
from ..graphs import StarterGraphs
from ..losses import edge_strength, psnr, ssim
from ..models.judge import GROUNDS, SKIES, Judge, Opinion, look
from . import measures
from .prompts import Prompt, read_prompts

Results = dict[str, float]

COMPOSED_SEED = 7700
DIVERSITY_PROMPTS = 8


@dataclass(frozen=True)
class EvaluateConfig:
    """`limit`: prompts of a kind at most (all, where it is None), for trying out; such a table is not comparable."""

    steps: int = 12
    guidance: float = 3.0
    seed: int = 1
    diversity_seeds: int = 8
    composed: int = 400
    held_pictures: int = 64
    batch: int = 8
    limit: int | None = None
    threads: int = 1


def chosen(prompts: list[Prompt], limit: int | None) -> list[Prompt]:
    if limit is None:
        return prompts
    kinds = dict.fromkeys(prompt.kind for prompt in prompts)
    return [prompt for kind in kinds for prompt in [p for p in prompts if p.kind == kind][:limit]]


def draw_all(
    graphs: StarterGraphs, prompts: list[str], seeds: list[int], config: EvaluateConfig, log: Callable[[str], None]
) -> Tensor:
    """Pictures [n, 3, 256, 256]; prompts of like length share a batch."""
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    pictures: list[Tensor] = [torch.empty(0)] * len(prompts)
    for at in range(0, len(order), config.batch):
        some = order[at : at + config.batch]
        drawn = graphs.draw([prompts[i] for i in some], [seeds[i] for i in some], config.steps, config.guidance)
        for i, picture in zip(some, drawn, strict=True):
            pictures[i] = picture
        if at // config.batch % 5 == 0:
            log(f"drawn {at + len(some)} of {len(order)}")
    return torch.stack(pictures)


def concept_results(prompts: list[Prompt], pictures: Tensor, opinion: Opinion) -> Results:
    """Shares of right pictures by kind of prompt: top-1 and top-5 of what was asked for, and what else a kind asks."""
    found: dict[str, list[bool]] = {}

    def note(name: str, right: bool) -> None:
        found.setdefault(name, []).append(right)

    for row, prompt in enumerate(prompts):
        for most in (1, 5):
            right = measures.within(opinion, row, prompt, most)
            note(f"{prompt.kind} top-{most}", right)
            if prompt.kind != "stranger":
                note(f"all of the vocabulary top-{most}", right)
        if prompt.style:
            note("style", measures.style_is_right(opinion, row, prompt))
        if prompt.ground:
            note("ground", GROUNDS[int(opinion.ground[row].argmax())] == prompt.ground)
        if prompt.sky:
            note("sky", SKIES[int(opinion.sky[row].argmax())] == prompt.sky)
        if prompt.colour:
            note("colour", measures.has_colour(pictures[row], prompt.colour))
        if prompt.count:
            note("count", measures.blobs(pictures[row]) == prompt.count)
    return {name: sum(values) / len(values) for name, values in found.items()}


def vae_results(graphs: StarterGraphs, pictures: Tensor) -> Results:
    """How the VAE gives composed pictures back. `vae edges`: strength of edges, 1 = the originals'."""
    again = torch.cat([graphs.decode(graphs.encode(part)) for part in pictures.split(8)])
    return {
        "vae psnr": float(psnr(again, pictures).mean()),
        "vae ssim": float(ssim(again, pictures).mean()),
        "vae edges": float(edge_strength(again).mean() / edge_strength(pictures).mean()),
    }


def model_bytes(folder: Path) -> int:
    """Bytes of everything that an installed app keeps: graphs, their data, the tokenizer."""
    names = ("tokenizer", "text_encoder", "unet", "vae_decoder", "vae_encoder")
    return sum(path.stat().st_size for name in names for path in (folder / name).iterdir())


def evaluate(
    folder: Path,
    judge: Judge,
    renderer: Renderer,
    composers: Callable[[int], Composer],
    config: EvaluateConfig,
    log: Callable[[str], None] = print,
) -> tuple[Results, Tensor]:
    """All measures of the starter in `folder`, and the pictures of the prompts."""
    graphs, prompts = StarterGraphs(folder, config.threads), chosen(read_prompts(), config.limit)
    start = time.perf_counter()
    pictures = draw_all(graphs, [p.text for p in prompts], [config.seed] * len(prompts), config, log)
    drawing = time.perf_counter() - start
    opinion = look(judge, pictures)
    results = concept_results(prompts, pictures, opinion)

    composer = composers(COMPOSED_SEED)
    composed = torch.cat(
        [renderer.pictures([composer.draw() for _ in range(32)]).float() for _ in range(-(-config.composed // 32))]
    )
    results["frechet"] = measures.frechet_distance(opinion.features, look(judge, composed).features)
    simple = [i for i, prompt in enumerate(prompts) if prompt.kind in ("seen", "unseen")]
    plain = renderer.pictures([composer.draw("plain") for _ in range(64)]).float()
    results["edges"] = float(edge_strength(pictures[simple]).mean() / edge_strength(plain).mean())

    some = [p.text for p in prompts if p.kind in ("seen", "scene")][:: max(1, len(simple) // DIVERSITY_PROMPTS)]
    some = some[:DIVERSITY_PROMPTS]
    seeds = list(range(1, config.diversity_seeds + 1))
    varied = draw_all(graphs, [text for text in some for _ in seeds], seeds * len(some), config, log)
    results["diversity"] = measures.diversity(look(judge, varied).features.view(len(some), len(seeds), -1))
    results |= vae_results(graphs, composed[: config.held_pictures])
    results["seconds a picture"] = drawing / len(prompts)
    results["bytes"] = model_bytes(folder)
    return results, pictures


def table(results: Results, about: dict[str, object]) -> str:
    """Markdown: what was measured, and the numbers."""
    facts = [f"- {name}: {value}" for name, value in about.items()]
    rows = [
        f"| {name} | {value:.0f} |" if name == "bytes" else f"| {name} | {value:.3f} |"
        for name, value in results.items()
    ]
    return "\n".join([*facts, "", "| measure | value |", "|---|---|", *rows, ""])


def write_results(folder: Path, name: str, results: Results, about: dict[str, object]) -> None:
    """NAME.json for comparing, NAME.md for reading."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps({"about": about, "results": results}, indent=1) + "\n", "utf8")
    (folder / f"{name}.md").write_text(f"# {name}\n\n{table(results, about)}", "utf8")
