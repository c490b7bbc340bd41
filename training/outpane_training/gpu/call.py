"""The call itself: trains for so many minutes on what the bundle holds, and leaves weights in parts and two sheets
of pictures.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch

from ..budget import Budget
from ..captions import CaptionEncoder
from ..data.renderer import Renderer
from ..data.sprites import decoded, read_pack
from ..flow import Condition, euler, seeded_noise
from ..models.checkpoint import load_vae
from ..models.unet import AttentionBlock, ResidualBlock, UNet
from ..models.vae import Vae
from ..sheet import write_sheet
from ..statistics import LatentStatistics
from ..train import TrainConfig, Trainer
from .bundle import unpack_networks, unpack_text
from .live import LiveConfig, LiveSamples, Workers
from .parts import write_parts

RESERVE_SECONDS = 20.0
"""Kept for the last saving and the sheets."""


@dataclass(frozen=True)
class CallConfig:
    """`minutes` count from the program's start to its end. `state`: a folder on the machine that a later call goes
    on from.
    """

    minutes: float
    bundle: Path
    state: Path
    out: Path
    batch: int = 512
    learning_rate: float = 8e-4
    live: LiveConfig = field(default_factory=LiveConfig)
    compile: bool = True
    sheet: int = 48


def compile_blocks(trainer: Trainer, log: Callable[[str], None]) -> None:
    """Compiles the network's blocks; whatever the compiler says, training goes on, eager where it fails."""
    blocks = [part for part in trainer.net.modules() if isinstance(part, (ResidualBlock, AttentionBlock))]
    start = time.time()
    try:
        for block in blocks:
            block.compile(dynamic=False)
        trainer.loss().backward()
        log(f"compiled in {time.time() - start:.0f} s")
    except Exception as error:
        for block in blocks:
            block._compiled_call_impl = None
        log(f"not compiled: {type(error).__name__}: {str(error)[:200]}")
    trainer.optimizer.zero_grad(set_to_none=True)


def draw_sheet(
    net: UNet, vae: Vae, captions: CaptionEncoder, statistics: LatentStatistics, prompts: list[str], path: Path
) -> None:
    """Every prompt with the same noise, 20 steps, guidance 4."""
    device = next(net.parameters()).device
    noise = seeded_noise(1, (len(prompts), net.config.latent_channels, 16, 16)).to(device)
    prompt, empty = Condition(*captions(prompts)), Condition(*captions([""] * len(prompts)))
    clean = statistics.to(device).restore(euler(net, noise, prompt, empty, 20, 4.0))
    with torch.no_grad():
        write_sheet(torch.cat([vae.decode(part) for part in clean.split(16)]).cpu(), path)


def run_call(config: CallConfig, log: Callable[[str], None] = print) -> None:
    """Trains and writes unet_N.pt, sheet_before.png and sheet_after.png into `out`."""
    start = time.monotonic()
    pack = read_pack(config.bundle)
    workers = Workers(pack.sprites, config.live)
    try:
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.set_float32_matmul_precision("high")
        log(f"torch {torch.__version__}, {torch.cuda.get_device_name() if device.type == 'cuda' else 'processor'}")
        if not (config.state / "unet.pt").exists():
            unpack_networks(config.bundle, config.state)
        vae, captions = load_vae(config.state / "vae.pt").to(device), unpack_text(config.bundle).to(device)
        renderer = Renderer(torch.from_numpy(decoded(pack, range(len(pack.sprites)))).to(device))
        samples = LiveSamples(workers, renderer, vae, captions, config.live)
        statistics = LatentStatistics.read(config.bundle / "latent_stats.json")
        prompts = (config.bundle / "prompts.txt").read_text("utf8").splitlines()[: config.sheet]
        settings = TrainConfig(
            Budget(), config.batch, config.learning_rate, decay=True, save_minutes=1, tell_steps=200, smoothing=0.9995
        )
        trainer = Trainer(settings, samples, statistics, config.state / "unet.pt")
        trainer.start()
        trainer.on_save = lambda checkpoint: write_parts(checkpoint, config.out)
        draw_sheet(trainer.smoothed.net, vae, captions, statistics, prompts, config.out / "sheet_before.png")
        if config.compile and device.type == "cuda":
            compile_blocks(trainer, log)
        left = config.minutes * 60 - (time.monotonic() - start) - RESERVE_SECONDS
        trainer.run(log, Budget(max(left, 5.0) / 60))
        draw_sheet(trainer.smoothed.net, vae, captions, statistics, prompts, config.out / "sheet_after.png")
        log(f"{samples.drawn} pictures drawn")
    finally:
        workers.close()
