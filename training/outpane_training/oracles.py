"""Values that an implementation of the starter must reproduce: PyTorch in float32 with the weights as they are
shipped.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from tokenizers import Tokenizer
from torch import Tensor

from .captions import LENGTH
from .data.renderer import to_bytes
from .export import Starter
from .flow import Condition, euler, seeded_noise
from .models.vae import FACTOR

PROMPTS = [
    "",
    "a red apple",
    "a cat on green grass under a blue sky",
    "Crème brûlée, 日本 and a naïve café!",
    "don't stop-believing 🍎 #1",
    "  two   cherries\tand\na  dog  ",
    "a " * 40 + "house",
    "ANTIDISESTABLISHMENTARIANISM x\u0000y\u200dz ½",
]
"""Tokens are compared for all, states for the first three."""
NOISE_SEEDS = (0, 1, 42, 4294967295, 4294967296, 2**53 - 1)
NOISE_SHAPES = ((1, 16, 16, 16), (1, 4, 64, 64), (15,), (16,), (17,), (3, 5, 7))


@dataclass(frozen=True)
class Request:
    """One picture. `size`: width and height in pixels."""

    prompt: str
    negative: str
    seed: int
    steps: int
    guidance: float
    size: tuple[int, int] = (256, 256)


PICTURES = {
    "apple": Request("a red apple", "", 7, 8, 4.0),
    "scene": Request("a cat on green grass under a blue sky", "", 42, 12, 4.0),
    "plain": Request("a glossy 3d rocket", "", 0, 4, 1.0),
    "negative": Request("a flower", "red, pink", 3, 6, 5.0),
    "wide": Request("a house and a tree on green grass under a blue sky", "", 11, 6, 4.0, (384, 256)),
}
OUTPAINT = Request("a tree on green grass under a blue sky", "", 5, 12, 4.0)
OUTPAINT_FILL = "the last known column, repeated over the new ones before encoding"


class OracleWriter:
    """Runs the starter and writes what it gives into a folder. Texts are padded to LENGTH tokens."""

    def __init__(self, starter: Starter, tokenizer: Tokenizer, folder: Path) -> None:
        self.starter, self.tokenizer, self.folder = starter, tokenizer, folder
        tokenizer.enable_padding(length=LENGTH, pad_id=tokenizer.token_to_id("[PAD]"))
        folder.mkdir(parents=True, exist_ok=True)

    def tokens(self, prompt: str) -> tuple[list[int], list[int]]:
        encoding = self.tokenizer.encode(prompt)
        return encoding.ids, encoding.attention_mask

    def condition(self, prompt: str) -> Condition:
        ids, mask = (torch.tensor([row]) for row in self.tokens(prompt))
        return Condition(self.starter.text(ids, mask), mask.float())

    def array(self, name: str, values: Tensor) -> dict[str, object]:
        """Writes NAME.npy; gives what oracle.json says of it."""
        array: NDArray[np.float32] = np.ascontiguousarray(values.numpy())
        np.save(self.folder / f"{name}.npy", array)
        digest = hashlib.sha256(array.tobytes()).hexdigest()
        return {"file": f"{name}.npy", "shape": list(array.shape), "sha256": digest}

    def picture(
        self, name: str, request: Request, kept: Tensor | None = None, repaint: Tensor | None = None
    ) -> dict[str, object]:
        """Draws a picture; writes its latents and estimates after every step, and NAME.png."""
        width, height = (side // FACTOR for side in request.size)
        noise = seeded_noise(request.seed, (1, self.starter.unet.config.latent_channels, height, width))
        latents: list[Tensor] = []
        estimates: list[Tensor] = []

        def observe(_: int, x: Tensor, estimate: Tensor) -> None:
            latents.append(x)
            estimates.append(estimate)

        prompt, negative = self.condition(request.prompt), self.condition(request.negative)
        clean = euler(
            self.starter.unet, noise, prompt, negative, request.steps, request.guidance, kept, repaint, observe
        )
        decoded = self.starter.decoder(clean)
        Image.fromarray(to_bytes(decoded)[0]).save(self.folder / f"{name}.png")
        self.last = decoded
        return {
            "prompt": request.prompt,
            "negative": request.negative,
            "seed": request.seed,
            "steps": request.steps,
            "guidance": request.guidance,
            "width": request.size[0],
            "height": request.size[1],
            "latents": self.array(f"{name}_latents", torch.cat(latents)),
            "denoised": self.array(f"{name}_denoised", torch.cat(estimates)),
            "picture": f"{name}.png",
        }

    def outpaint(self, scene: Tensor) -> dict[str, object]:
        """The right half of the scene moved to the left with its place repainted: one outpainting tile. scene in
        -1..1, whole bytes.
        """
        tile = torch.cat([scene[..., 128:], scene[..., 255:].expand(-1, -1, -1, 128)], 3)
        repaint = torch.zeros(1, 1, 16, 16)
        repaint[..., 8:] = 1
        described = self.picture("outpaint", OUTPAINT, self.starter.encoder(tile), repaint)
        columns = {"sourceColumns": [128, 256], "repaintColumns": [128, 256]}
        return described | {"source": "scene.png", **columns, "fill": OUTPAINT_FILL}


def noise_values(seeds: Sequence[int] = NOISE_SEEDS) -> list[dict[str, object]]:
    """What the noise of a seed and shape must be: the first eight values, and a hash of all."""
    out: list[dict[str, object]] = []
    for seed in seeds:
        for shape in NOISE_SHAPES:
            noise = seeded_noise(seed, shape)
            digest = hashlib.sha256(noise.numpy().tobytes()).hexdigest()
            out.append({"seed": seed, "shape": shape, "first": noise.flatten()[:8].tolist(), "sha256": digest})
    return out


@torch.no_grad()
def write_oracles(starter: Starter, tokenizer: Tokenizer, folder: Path) -> None:
    """Writes oracle.json and the files that it names. The starter's networks, not tiny ones: sizes are its own."""
    writer = OracleWriter(starter, tokenizer, folder)
    tokens = []
    for prompt in PROMPTS:
        ids, mask = writer.tokens(prompt)
        tokens.append({"prompt": prompt, "input_ids": ids, "attention_mask": mask})
    text = [
        {"prompt": prompt, "last_hidden_state": writer.array(f"text_{k}", writer.condition(prompt).states)}
        for k, prompt in enumerate(PROMPTS[:3])
    ]
    pictures: list[dict[str, object]] = []
    scene = torch.empty(0)
    for name, request in PICTURES.items():
        pictures.append(writer.picture(name, request))
        if name == "scene":
            scene = writer.last.clamp(-1, 1).add(1).mul(127.5).round().div(127.5).sub(1)
    document = {
        "tokens": tokens,
        "text": text,
        "randn": noise_values(),
        "textToImage": pictures,
        "encode": {"picture": "scene.png", "latents": writer.array("encode", starter.encoder(scene))},
        "outpaint": writer.outpaint(scene),
    }
    (folder / "oracle.json").write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf8")
