"""The whole way with tiny networks: sprites, latents, training, sampling, judging, exporting, and the same numbers
by onnxruntime.
"""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import SMALL_STORAGE, TINY_UNET, TINY_VAE
from tokenizers import Tokenizer

from outpane_training.budget import Budget
from outpane_training.captions import CaptionEncoder
from outpane_training.data.renderer import Renderer
from outpane_training.data.shards import Shards, write_shard
from outpane_training.data.source import PictureSource
from outpane_training.data.sprites import SpritePack, decoded
from outpane_training.distil import DistilConfig, distil
from outpane_training.evaluation.run import EvaluateConfig, evaluate, write_results
from outpane_training.export import Starter, export_starter, export_tokenizer
from outpane_training.flow import Condition, euler, flow_loss, seeded_noise
from outpane_training.graph_weights import Shapes, unet_of, vae_of
from outpane_training.graphs import StarterGraphs
from outpane_training.models.checkpoint import build_unet, load_unet, load_vae
from outpane_training.models.text import TextEncoder
from outpane_training.models.vae import Vae
from outpane_training.oracles import write_oracles
from outpane_training.preview import fit_kernel, fit_matrix
from outpane_training.statistics import LatentStatistics
from outpane_training.tiny import TOKENIZER_CONFIG, tokenizer
from outpane_training.train import TrainConfig, train
from outpane_training.train_judge import JudgeConfig, train_judge
from outpane_training.train_vae import VaeTrainConfig, held_pictures, reconstruction, train_vae


@pytest.fixture(scope="module")
def source(pack: SpritePack) -> PictureSource:
    torch.set_num_threads(1)
    return PictureSource(pack, Renderer(torch.from_numpy(decoded(pack, range(len(pack.sprites))))))


@pytest.fixture(scope="module")
def made(source: PictureSource, captions: CaptionEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with vae.pt, data/, stats.json and unet.pt, made as the commands make them."""
    root = tmp_path_factory.mktemp("made")
    train_vae(
        VaeTrainConfig(Budget(steps=60), batch=4, learning_rate=3e-3, held=4),
        source.renderer,
        source.composer,
        root / "vae.pt",
        TINY_VAE,
    )
    vae = load_vae(root / "vae.pt")
    for seed in (1, 2):
        write_shard(root / "data", seed, 40, source.composer(seed), source.renderer, vae, captions)
    LatentStatistics.of(Shards(root / "data", 32, 0).first_latents(80)).write(root / "stats.json")
    config = TrainConfig(Budget(steps=80), batch=16, learning_rate=2e-3, warmup_steps=5)
    train(root / "data", root / "stats.json", root / "unet.pt", config, TINY_UNET)
    return root


def test_the_vae_learns(source: PictureSource, made: Path) -> None:
    held = held_pictures(source.renderer, source.composer(9), 8)
    torch.manual_seed(0)
    untrained = reconstruction(Vae(TINY_VAE), held)["psnr"]
    assert reconstruction(load_vae(made / "vae.pt"), held)["psnr"] > untrained + 2


def test_training_goes_on_from_where_it_was(made: Path) -> None:
    before = load_unet(made / "unet.pt")
    assert before.step >= 80
    assert before.seen == 16 * before.step
    config = TrainConfig(Budget(steps=5), batch=16)
    trainer = train(made / "data", made / "stats.json", made / "unet.pt", config)
    after = load_unet(made / "unet.pt")
    assert after.step == before.step + 5
    assert trainer.made == 5
    assert after.config == TINY_UNET
    changed = [name for name in after.ema if not torch.equal(after.ema[name], before.ema[name])]
    assert len(changed) > len(after.ema) / 2


def test_training_lowers_the_loss(made: Path) -> None:
    statistics, shards = LatentStatistics.read(made / "stats.json"), Shards(made / "data", 32, 0)
    batch = shards.batch(np.random.default_rng(3), 64)
    clean = statistics.normalise(batch.latents)
    torch.manual_seed(4)
    noise, time = torch.randn_like(clean), torch.linspace(0.05, 0.95, 64)
    repaint = torch.ones(64, 1, 16, 16)
    with torch.no_grad():
        net = build_unet(load_unet(made / "unet.pt"))
        trained = flow_loss(net, clean, batch.states, batch.mask, repaint, time, noise)
    nothing = (noise - clean).pow(2).mean()  # what the network says before it has learnt
    assert trained < 0.9 * nothing


def test_export_has_parity_and_is_read_back(
    made: Path, text_net: TextEncoder, tiny_words: Tokenizer, captions: CaptionEncoder, folder: Path
) -> None:
    statistics = LatentStatistics.read(made / "stats.json")
    trained = build_unet(load_unet(made / "unet.pt"))
    for name, parameter in trained.named_parameters():  # no two norms alike, so that every weight keeps its own place
        if "norm" in name:
            parameter.data += 0.01 * torch.randn_like(parameter)
    starter = Starter.of(text_net, trained, load_vae(made / "vae.pt"), statistics, SMALL_STORAGE)
    components = ("text_encoder", "unet", "vae_decoder", "vae_encoder")
    export_starter(starter, folder, dict.fromkeys(components, SMALL_STORAGE))
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer()))
    (folder / "config.json").write_text(json.dumps(TOKENIZER_CONFIG))
    export_tokenizer(folder / "tokenizer.json", folder / "config.json", folder)

    graphs, prompts = StarterGraphs(folder), ["a red apple", "a cat on green grass"]
    by_graph = graphs.draw(prompts, [1, 2], steps=3)
    noise = torch.cat([seeded_noise(seed, (1, 16, 16, 16)) for seed in (1, 2)])
    prompt, empty = Condition(*captions(prompts)), Condition(*captions([""] * 2))
    with torch.no_grad():
        by_torch = starter.decoder(euler(starter.unet, noise, prompt, empty, 3, 3.0)).clamp(-1, 1)
    assert (by_graph - by_torch).abs().max() < 2e-3
    assert (graphs.encode(by_graph) - starter.encoder(by_graph)).abs().max() < 2e-3

    shapes = Shapes(TINY_UNET, TINY_VAE)
    back = unet_of(folder, shapes)
    for name, value in starter.unet.state_dict().items():
        assert torch.allclose(back.ema[name], value, atol=1e-5), name
    vae = vae_of(folder, shapes)
    for name, value in starter.encoder.vae.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            assert torch.allclose(vae.state_dict()[name], value, atol=1e-5), name

    write_oracles(starter, tiny_words, folder / "oracle")
    oracle = json.loads((folder / "oracle" / "oracle.json").read_text())
    assert [picture["picture"] for picture in oracle["textToImage"]] == [
        "apple.png",
        "scene.png",
        "plain.png",
        "negative.png",
        "wide.png",
    ]
    tiny_words.no_padding()
    tiny_words.enable_padding(pad_id=0)


def test_previews_are_fitted(made: Path, text_net: TextEncoder) -> None:
    statistics = LatentStatistics.read(made / "stats.json")
    starter = Starter.of(text_net, build_unet(load_unet(made / "unet.pt")), load_vae(made / "vae.pt"), statistics)
    some = statistics.normalise(Shards(made / "data", 32, 0).first_latents(80))
    matrix, kernel = fit_matrix(starter.decoder, some), fit_kernel(starter.decoder, some)
    assert len(matrix.described["matrix"]) == 16  # type: ignore[arg-type]
    assert kernel.described["size"] == 3
    assert 0 < kernel.rms < 1


def test_distilling_gives_a_network_of_the_same_form(made: Path, folder: Path) -> None:
    config = DistilConfig(Budget(steps=6), phases=(4, 2), batch=4)
    result = distil(made / "data", made / "stats.json", made / "unet.pt", folder / "fast.pt", config)
    again = load_unet(folder / "fast.pt")
    assert again.config == TINY_UNET
    assert again.extra["steps"] == 2
    assert all(bool(torch.isfinite(value).all()) for value in result.ema.values())


def test_evaluating_writes_a_table(source: PictureSource, folder: Path) -> None:
    model = Path(__file__).resolve().parents[2] / "e2e" / "models" / "tiny"
    config = JudgeConfig(Budget(steps=3), batch=16, pictures=32)
    judge = train_judge(config, source.composer(config.seed), source.renderer, folder / "judge.pt")
    limited = EvaluateConfig(steps=1, diversity_seeds=2, composed=32, held_pictures=4, limit=1)
    results, pictures = evaluate(model, judge, source.renderer, source.composer, limited)
    assert pictures.shape == (8, 3, 256, 256)
    assert {"seen top-1", "unseen top-5", "two top-5", "stranger top-1", "colour", "count"} <= set(results)
    assert results["bytes"] < 300_000
    assert -1 <= results["vae ssim"] <= 1
    write_results(folder, "tiny", results, {"steps": 1})
    assert "| stranger top-5 |" in (folder / "tiny.md").read_text()
    assert json.loads((folder / "tiny.json").read_text())["results"] == results
