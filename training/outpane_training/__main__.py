"""python -m outpane_training COMMAND: everything from sprites to an exported starter. `COMMAND --help` says more."""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

# Every command imports what it needs when it runs: --help and small commands don't wait for PyTorch.

HERE = Path(__file__).resolve().parents[1]
"""The folder `training`."""
STATISTICS = HERE / "latent_stats.json"
STARTER = HERE.parent / "public" / "models" / "starter"
PREVIEW_PICTURES = 1600
SHEET_PICTURES = 96

Options = argparse.Namespace
Command = Callable[[Options], None]


def state_folder() -> Path:
    """Where sprites, checkpoints and shards lie unless a command is told otherwise: outside the repository."""
    return Path(os.environ.get("OUTPANE_TRAINING", Path.home() / ".cache" / "outpane-training"))


def log(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def from_graph(options: Options) -> None:
    import torch

    from .graph_weights import unet_of, vae_of
    from .models.checkpoint import save_unet, save_vae

    options.out.mkdir(parents=True, exist_ok=True)
    # float32: an export of them is the very same model again.
    save_unet(unet_of(options.model), options.out / "unet.pt")
    save_vae(vae_of(options.model), options.out / "vae.pt", torch.float32)
    log(f"{options.out}/unet.pt and vae.pt: the weights that {options.model} ships")


def letters(options: Options) -> None:
    from .data.letters import add_letters

    log(f"{len(add_letters(options.sprites).sprites)} sprites")


def latents(options: Options) -> None:
    import torch

    from .captions import CaptionEncoder
    from .data.shards import write_shard
    from .data.source import open_sprites
    from .models.checkpoint import load_vae

    torch.set_num_threads(options.threads)
    source = open_sprites(options.sprites)
    vae, text = load_vae(options.vae).to(source.renderer.device), CaptionEncoder.minilm()
    for seed in options.seeds:
        write_shard(options.data, seed, options.count, source.composer(seed), source.renderer, vae, text, log)


def train(options: Options) -> None:
    from .budget import Budget
    from .models.unet import UNetConfig
    from .train import TrainConfig
    from .train import train as run

    config = TrainConfig(Budget(options.minutes), options.batch, options.rate, decay=options.decay)
    shape = UNetConfig(channels=tuple(options.channels), middle=options.middle)
    run(options.data, options.statistics, options.out, config, shape, log)


def train_vae(options: Options) -> None:
    from .budget import Budget
    from .data.source import open_sprites
    from .train_vae import VaeTrainConfig
    from .train_vae import train_vae as run

    source = open_sprites(options.sprites)
    run(
        VaeTrainConfig(Budget(options.minutes), options.decoder_only),
        source.renderer,
        source.composer,
        options.out,
        log=log,
    )


def train_judge(options: Options) -> None:
    from .budget import Budget
    from .data.source import open_sprites
    from .train_judge import JudgeConfig
    from .train_judge import train_judge as run

    config, source = JudgeConfig(Budget(options.minutes), pictures=options.pictures), open_sprites(options.sprites)
    run(config, source.composer(config.seed), source.renderer, options.out, log)


def distil(options: Options) -> None:
    from .budget import Budget
    from .distil import DistilConfig
    from .distil import distil as run

    run(options.data, options.statistics, options.checkpoint, options.out, DistilConfig(Budget(options.minutes)), log)


def keep(options: Options) -> None:
    from .models.checkpoint import keep_unet, load_unet

    checkpoint = load_unet(options.checkpoint)
    keep_unet(checkpoint, options.out)
    log(f"step {checkpoint.step}, {checkpoint.seen} pictures seen")


def export(options: Options) -> None:
    """Writes graphs, tokenizer, previews and oracles."""
    from .captions import load_minilm, load_tokenizer, minilm_folder
    from .data.shards import open_shards
    from .export import Starter, export_starter, export_tokenizer
    from .models.checkpoint import build_unet, load_unet, load_vae
    from .oracles import write_oracles
    from .preview import fit_kernel, fit_matrix
    from .statistics import LatentStatistics

    words, statistics = minilm_folder(), LatentStatistics.read(options.statistics)
    unet = build_unet(load_unet(options.checkpoint))
    starter = Starter.of(load_minilm(words), unet, load_vae(options.vae), statistics)
    export_starter(starter, options.out)
    export_tokenizer(words / "tokenizer.json", words / "tokenizer_config.json", options.out)
    write_oracles(starter, load_tokenizer(words / "tokenizer.json"), options.out / "oracle")
    if options.data:
        some = statistics.normalise(open_shards(options.data, 1, 0).first_latents(PREVIEW_PICTURES))
        matrix, kernel = fit_matrix(starter.decoder, some[:256]), fit_kernel(starter.decoder, some)
        matrix.write(options.out / "preview.json", indent=1)
        kernel.write(options.out / "preview-kernel.json")
        log(f"previews: rms {matrix.rms:.3f} by the matrix, {kernel.rms:.3f} by the kernel")


def sample(options: Options) -> None:
    from .captions import CaptionEncoder
    from .flow import Condition, euler, seeded_noise
    from .models.checkpoint import build_unet, load_unet, load_vae
    from .sheet import write_sheet
    from .statistics import LatentStatistics

    prompts = options.prompts.read_text("utf8").splitlines()[: options.count]
    text, net = CaptionEncoder.minilm(), build_unet(load_unet(options.checkpoint))
    prompt, empty = Condition(*text(prompts)), Condition(*text([""] * len(prompts)))
    noise = seeded_noise(options.seed, (len(prompts), net.config.latent_channels, 16, 16))
    clean = euler(net, noise, prompt, empty, options.steps, options.guidance)
    pictures = load_vae(options.vae).decode(LatentStatistics.read(options.statistics).restore(clean))
    write_sheet(pictures, options.out)


def evaluate(options: Options) -> None:
    import torch

    from .data.source import open_sprites
    from .evaluation.run import EvaluateConfig, write_results
    from .evaluation.run import evaluate as run
    from .models.judge import load_judge
    from .sheet import write_sheet

    torch.set_num_threads(options.threads)
    source = open_sprites(options.sprites)
    config = EvaluateConfig(options.steps, options.guidance, limit=options.limit, threads=options.threads)
    results, pictures = run(options.model, load_judge(options.judge), source.renderer, source.composer, config, log)
    about = {"steps": config.steps, "guidance": config.guidance, "seed": config.seed, "note": options.note}
    write_results(options.out, options.name, results, about)
    shown = torch.linspace(0, len(pictures) - 1, min(SHEET_PICTURES, len(pictures))).round().long()
    write_sheet(pictures[shown], options.out / f"{options.name}.jpg")
    log(f"{options.out / options.name}.md")


def gpu_bundle(options: Options) -> None:
    from .captions import CaptionEncoder
    from .gpu.bundle import Materials, write_bundle

    materials = Materials(options.sprites, options.checkpoint, options.vae, HERE)
    sizes = write_bundle(materials, CaptionEncoder.minilm(), options.out)
    log(", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in sizes.items()))


def gpu_train(options: Options) -> None:
    from .gpu.call import CallConfig, run_call
    from .gpu.live import LiveConfig

    live = LiveConfig(workers=options.workers, reuse=options.reuse, seed=int(time.time()) % 100000)
    run_call(
        CallConfig(
            options.minutes,
            HERE,
            options.state,
            options.out,
            options.batch,
            options.rate,
            live,
            compile=not options.eager,
        ),
        log,
    )


def gpu_join(options: Options) -> None:
    from .gpu.parts import join_parts
    from .models.checkpoint import keep_unet

    checkpoint = join_parts(options.folder)
    keep_unet(checkpoint, options.out)
    log(f"{options.out}: step {checkpoint.step}, {checkpoint.seen} pictures seen")


def tiny_model(options: Options) -> None:
    from .tiny import write_tiny

    write_tiny(options.out)


def parser() -> argparse.ArgumentParser:
    state = state_folder()
    top = argparse.ArgumentParser("outpane_training", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command, about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(run=run)
        return command

    def add_sprites(command: argparse.ArgumentParser) -> None:
        command.add_argument("--sprites", type=Path, default=state, help="folder of sprites.json and sprites.pack")

    def add_networks(command: argparse.ArgumentParser) -> None:
        command.add_argument("--statistics", type=Path, default=STATISTICS)
        command.add_argument("--vae", type=Path, default=state / "vae.pt")

    one = add("from-graph", from_graph, "Reads unet.pt and vae.pt out of an exported starter.")
    one.add_argument("--model", type=Path, default=STARTER)
    one.add_argument("--out", type=Path, default=state)

    one = add("letters", letters, "Adds letters and digits to the sprites.")
    add_sprites(one)

    one = add("latents", latents, "Composes, draws and encodes training pictures: one shard a seed.")
    one.add_argument("seeds", type=int, nargs="+")
    one.add_argument("--count", type=int, default=12000, help="pictures a shard")
    one.add_argument("--data", type=Path, default=state / "data")
    one.add_argument("--threads", type=int, default=1)
    add_sprites(one)
    add_networks(one)

    one = add("train", train, "Trains the UNet on shards; goes on from OUT where it exists.")
    one.add_argument("minutes", type=float)
    one.add_argument("--out", type=Path, default=state / "unet.pt")
    one.add_argument("--data", type=Path, default=state / "data")
    one.add_argument("--statistics", type=Path, default=STATISTICS)
    one.add_argument("--batch", type=int, default=64)
    one.add_argument("--rate", type=float, default=3e-4)
    one.add_argument("--decay", action="store_true", help="let the learning rate fall to nearly nothing")
    one.add_argument("--channels", type=int, nargs=2, default=[128, 256])
    one.add_argument("--middle", type=int, default=4)

    one = add("train-vae", train_vae, "Trains the VAE, or its decoder alone; goes on from OUT where it exists.")
    one.add_argument("minutes", type=float)
    one.add_argument("--decoder-only", action="store_true", help="latents keep their meaning")
    one.add_argument("--out", type=Path, default=state / "vae.pt")
    add_sprites(one)

    one = add("train-judge", train_judge, "Trains the judge that evaluate uses.")
    one.add_argument("minutes", type=float)
    one.add_argument("--pictures", type=int, default=40000)
    one.add_argument("--out", type=Path, default=state / "judge.pt")
    add_sprites(one)

    one = add("distil", distil, "Makes the fast variant of a checkpoint: no guidance, four steps.")
    one.add_argument("minutes", type=float)
    one.add_argument("--checkpoint", type=Path, default=state / "unet.pt")
    one.add_argument("--out", type=Path, default=state / "unet-fast.pt")
    one.add_argument("--data", type=Path, default=state / "data")
    one.add_argument("--statistics", type=Path, default=STATISTICS)

    one = add("keep", keep, "Saves the part of a checkpoint that is worth keeping, as float16.")
    one.add_argument("checkpoint", type=Path)
    one.add_argument("out", type=Path)

    one = add("sample", sample, "A contact sheet of prompts by PyTorch.")
    one.add_argument("out", type=Path)
    one.add_argument("--checkpoint", type=Path, default=state / "unet.pt")
    one.add_argument("--prompts", type=Path, default=HERE / "prompts.txt")
    one.add_argument("--count", type=int, default=48)
    one.add_argument("--steps", type=int, default=16)
    one.add_argument("--guidance", type=float, default=3.0)
    one.add_argument("--seed", type=int, default=1)
    add_networks(one)

    one = add("export", export, "Writes a starter's folder: graphs, tokenizer, previews and oracles.")
    one.add_argument("out", type=Path)
    one.add_argument("--checkpoint", type=Path, default=state / "unet.pt")
    one.add_argument("--data", type=Path, help="shards to fit the previews on; without it there are none")
    add_networks(one)

    one = add("evaluate", evaluate, "Measures an exported starter: a table and a contact sheet.")
    one.add_argument("name", help="what the table is called: a revision")
    one.add_argument("--model", type=Path, default=STARTER)
    one.add_argument("--judge", type=Path, default=state / "judge.pt")
    one.add_argument("--out", type=Path, default=HERE / "results")
    one.add_argument("--steps", type=int, default=12)
    one.add_argument("--guidance", type=float, default=3.0)
    one.add_argument("--limit", type=int, help="prompts of a kind at most, for trying out")
    one.add_argument("--threads", type=int, default=1)
    one.add_argument("--note", default="")
    add_sprites(one)

    one = add("gpu-bundle", gpu_bundle, "Writes all that a lent GPU machine needs into a folder of about 47 MB.")
    one.add_argument("out", type=Path)
    one.add_argument("--checkpoint", type=Path, default=state / "unet.pt")
    add_sprites(one)
    add_networks(one)

    one = add("gpu-train", gpu_train, "On that machine, in the bundle's folder: trains on pictures as they are drawn.")
    one.add_argument("minutes", type=float, help="from the program's start to its end")
    one.add_argument("--out", type=Path, default=Path(os.environ.get("OUT", "out")))
    one.add_argument("--state", type=Path, default=Path("/tmp/outpane-gpu"), help="a later call goes on from it")
    one.add_argument("--batch", type=int, default=512)
    one.add_argument("--rate", type=float, default=8e-4)
    one.add_argument("--reuse", type=float, default=2.0, help="how often a picture is trained on")
    one.add_argument("--workers", type=int, default=min(8, max(1, (os.cpu_count() or 2) - 2)))
    one.add_argument("--eager", action="store_true", help="don't compile the network")

    one = add("gpu-join", gpu_join, "Makes a checkpoint of the parts that came back.")
    one.add_argument("folder", type=Path)
    one.add_argument("out", type=Path)

    one = add("tiny-model", tiny_model, "Writes a model of the starter's form with random weights, for tests.")
    one.add_argument("out", type=Path)
    return top


def main() -> None:
    options = parser().parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
