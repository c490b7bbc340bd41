"""Networks, masks, the flow, losses, and how weights are kept."""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from conftest import TINY_UNET, TINY_VAE
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from outpane_training.budget import Budget, Clock
from outpane_training.captions import text_weight_name
from outpane_training.evaluation import measures
from outpane_training.evaluation.prompts import read_prompts
from outpane_training.export import Storage, quantised, write_graph
from outpane_training.flow import Condition, euler, network_input, noised
from outpane_training.losses import edge_strength, psnr, ssim
from outpane_training.masks import random_masks
from outpane_training.models.checkpoint import (
    UNetCheckpoint,
    keep_unet,
    load_unet,
    load_vae,
    save_unet,
    save_vae,
    unet_name,
    vae_name,
)
from outpane_training.models.judge import Opinion, things
from outpane_training.models.unet import UNet, UNetConfig
from outpane_training.models.vae import Vae
from outpane_training.statistics import LatentStatistics
from outpane_training.tiny import randomise, tokenizer, vocabulary


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("te.0.weight", "time_embedding.0.weight"),
        ("d.1.c2.bias", "down_blocks.1.conv2.bias"),
        ("down.weight", "downsample.weight"),
        ("ma.2.kv.weight", "middle_attentions.2.cross_key_value.weight"),
        ("ua.n1.weight", "up_attention.self_norm.weight"),
        ("u.0.n1.weight", "up_blocks.0.norm1.weight"),
        ("middle_blocks.0.conv1.weight", "middle_blocks.0.conv1.weight"),
    ],
)
def test_older_names_of_the_unet(old: str, new: str) -> None:
    assert unet_name(old) == new
    assert new in UNet(UNetConfig(self_attention=(True, True))).state_dict()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("enc.r1.c1.weight", "encoder.stage1.0.conv1.weight"),
        ("enc.r3.2.c2.bias", "encoder.stage3.2.conv2.bias"),
        ("dec.u3.weight", "decoder.up3.weight"),
        ("bn.running_mean", "scaler.running_mean"),
    ],
)
def test_older_names_of_the_vae(old: str, new: str) -> None:
    assert vae_name(old) == new
    assert new in Vae(TINY_VAE).state_dict() or new == "encoder.stage3.2.conv2.bias"


def test_a_checkpoint_of_the_first_form_is_read(folder: Path) -> None:
    weights = {"te.0.weight": torch.ones(1), "m.0.t.bias": torch.zeros(2)}
    stored = {"ema": weights, "cfg": {"ch": [8, 16], "ctx": 32, "mid": 2}, "step": 3, "seen": 4}
    torch.save(stored, folder / "old.pt")
    found = load_unet(folder / "old.pt")
    assert found.config == UNetConfig(channels=(8, 16), context=32, middle=2)
    assert set(found.ema) == {"time_embedding.0.weight", "middle_blocks.0.modulation.bias"}
    assert (found.step, found.seen, found.net) == (3, 4, None)


def test_checkpoints_come_back(folder: Path) -> None:
    net = UNet(TINY_UNET)
    randomise(net)
    checkpoint = UNetCheckpoint(TINY_UNET, net.state_dict(), 5, 6, net.state_dict(), {"state": {}})
    save_unet(checkpoint, folder / "unet.pt")
    back = load_unet(folder / "unet.pt")
    assert back.config == TINY_UNET
    assert back.net is not None
    keep_unet(back, folder / "kept.pt")
    kept = load_unet(folder / "kept.pt")
    assert kept.net is None
    assert all(value.dtype == torch.float16 for value in kept.ema.values())
    assert not list(folder.glob("*.part"))


def test_a_vae_that_lacks_weights_is_refused(folder: Path) -> None:
    vae = Vae(TINY_VAE).eval()
    save_vae(vae, folder / "vae.pt")
    assert load_vae(folder / "vae.pt").config == TINY_VAE
    stored = torch.load(folder / "vae.pt", weights_only=True)
    del stored["vae"]["decoder.leave.bias"]
    torch.save(stored, folder / "broken.pt")
    with pytest.raises(ValueError, match=r"decoder\.leave\.bias"):
        load_vae(folder / "broken.pt")


def test_padding_of_a_caption_changes_nothing() -> None:
    torch.manual_seed(0)
    net = UNet(TINY_UNET)
    randomise(net)
    x, time, states = torch.randn(1, 33, 8, 12), torch.tensor([300.0]), torch.randn(1, 3, 32)
    padded = torch.cat([states, torch.randn(1, 2, 32)], 1)
    mask = torch.tensor([[1.0, 1, 1, 0, 0]])
    with torch.no_grad():
        short, long = net(x, time, states, torch.ones(1, 3)), net(x, time, padded, mask)
    assert short.shape == (1, 16, 8, 12)
    assert torch.allclose(short, long, atol=1e-4)


def test_masks_are_half_whole_and_never_empty() -> None:
    torch.manual_seed(0)
    made = random_masks(4000, 16)
    assert made.shape == (4000, 1, 16, 16)
    flat = made.flatten(1)
    assert set(flat.unique().tolist()) == {0.0, 1.0}
    assert bool((flat.sum(1) > 0).all())
    whole = float((flat.mean(1) == 1).float().mean())
    assert 0.46 < whole < 0.55
    assert 0.1 < float(flat[flat.mean(1) < 1].mean()) < 0.9


def test_euler_follows_a_straight_way_exactly() -> None:
    clean, noise = torch.randn(2, 4, 4, 4), torch.randn(2, 4, 4, 4)

    def net(x: torch.Tensor, *_: torch.Tensor) -> torch.Tensor:
        return noise - clean

    estimates: list[torch.Tensor] = []
    condition = Condition(torch.zeros(2, 1, 8), torch.ones(2, 1))
    found = euler(net, noise, condition, condition, 5, 4.0, observe=lambda _, x, estimate: estimates.append(estimate))
    assert torch.allclose(found, clean, atol=1e-5)
    assert len(estimates) == 5
    assert torch.allclose(estimates[0], clean, atol=1e-5)


def test_guidance_goes_away_from_the_negative() -> None:
    noise, ones = torch.zeros(1, 1, 2, 2), torch.ones(1, 1, 1)

    def net(x: torch.Tensor, time: torch.Tensor, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return torch.full((1, 1, 2, 2), float(states.mean()))

    prompt, negative = Condition(2 * ones, ones[..., 0]), Condition(ones, ones[..., 0])
    assert float(euler(net, noise, prompt, negative, 1, 3.0).mean()) == -4.0
    assert float(euler(net, noise, prompt, negative, 1, 1.0).mean()) == -2.0


def test_what_is_repainted_is_hidden_from_the_network() -> None:
    kept, repaint = torch.ones(1, 2, 4, 4), torch.zeros(1, 1, 4, 4)
    repaint[..., 2:] = 1
    seen = network_input(torch.zeros(1, 2, 4, 4), repaint, kept)
    assert seen.shape == (1, 5, 4, 4)
    assert bool((seen[:, 3:, :, 2:] == 0).all())
    assert bool((seen[:, 3:, :, :2] == 1).all())
    middle = noised(torch.zeros(1, 1, 1, 1), torch.ones(1, 1, 1, 1), torch.tensor([0.25]))
    assert float(middle) == 0.25


def test_statistics_bring_latents_to_one(folder: Path) -> None:
    latents = torch.randn(50, 3, 8, 8) * torch.tensor([1.0, 2, 3])[None, :, None, None] + 5
    LatentStatistics.of(latents).write(folder / "stats.json")
    statistics = LatentStatistics.read(folder / "stats.json")
    normal = statistics.normalise(latents)
    assert torch.allclose(normal.std((0, 2, 3), correction=0), torch.ones(3), atol=1e-3)
    assert torch.allclose(statistics.restore(normal), latents, atol=1e-4)


def test_rounding_is_within_half_a_step() -> None:
    weight = np.random.default_rng(0).normal(size=(4, 300)).astype(np.float32)
    weight[2] = 0
    values, scale = quantised(weight, 0)
    assert values.dtype == np.int8
    assert np.abs(values * scale - weight).max() <= scale.max() / 2 + 1e-6


def test_weights_lie_outside_only_where_they_are_many(folder: Path) -> None:
    rng = np.random.default_rng(0)
    first, second = (rng.normal(size=(64, 64)).astype(np.float32) for _ in range(2))

    def model() -> onnx.ModelProto:
        nodes = [helper.make_node("MatMul", ["x", "a"], ["y"]), helper.make_node("MatMul", ["y", "b"], ["z"])]
        inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 64])]
        outputs = [helper.make_tensor_value_info("z", TensorProto.FLOAT, [1, 64])]
        weights = [numpy_helper.from_array(first, "a"), numpy_helper.from_array(second, "b")]
        graph = helper.make_graph(nodes, "g", inputs, outputs, weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)

    write_graph(model(), folder / "whole.onnx", Storage())
    assert [path.name for path in folder.iterdir()] == ["whole.onnx"]
    write_graph(model(), folder / "parts.onnx", Storage(part_bytes=5000))
    assert {path.name for path in folder.glob("parts*")} == {"parts.onnx", "parts.onnx_data", "parts.onnx_data_1"}
    x = rng.normal(size=(1, 64)).astype(np.float32)
    whole, parts = (
        onnxruntime.InferenceSession(str(folder / name)).run(None, {"x": x})[0] for name in ("whole.onnx", "parts.onnx")
    )
    assert np.array_equal(whole, parts)
    assert np.abs(whole - x @ first @ second).max() < 0.05 * np.abs(whole).max()


def test_names_of_bert() -> None:
    assert text_weight_name("encoder.layer.3.attention.output.LayerNorm.bias") == "layers.3.attention_norm.bias"
    assert text_weight_name("embeddings.word_embeddings.weight") == "words.weight"
    assert text_weight_name("pooler.dense.weight") is None


def test_the_tiny_tokenizer_knows_every_latin_word() -> None:
    words = Tokenizer.from_str(json.dumps(tokenizer()))
    pieces = words.encode("Zebra-café, 42 xylophones!").tokens
    assert "[UNK]" not in pieces
    assert pieces[0] == "[CLS]"
    assert len(set(vocabulary())) == len(vocabulary())


def test_a_budget_ends_by_steps_or_time() -> None:
    by_steps = Clock(Budget(steps=4))
    assert by_steps.done(3) < 1 <= by_steps.done(4)
    assert Clock(Budget(minutes=1e-9)).done(0) >= 1
    assert Budget(minutes=6, steps=9).part(3) == Budget(minutes=2, steps=3)


def test_likeness_measures() -> None:
    torch.manual_seed(0)
    picture = torch.rand(2, 3, 64, 64) * 2 - 1
    soft = torch.nn.functional.avg_pool2d(picture, 3, 1, 1)
    assert bool((psnr(picture, picture) > 70).all())
    assert torch.allclose(ssim(picture, picture), torch.ones(2), atol=1e-4)
    assert bool((ssim(soft, picture) < 0.9).all())
    assert bool((edge_strength(soft) < 0.7 * edge_strength(picture)).all())


def opinion(order: list[str]) -> Opinion:
    """One picture on which the judge sees these things, the likeliest first."""
    thing = torch.zeros(1, len(things()))
    for place, name in enumerate(order):
        thing[0, things().index(name)] = 1 - 0.1 * place
    return Opinion(thing, torch.zeros(1, 3), torch.zeros(1, 7), torch.zeros(1, 5), torch.zeros(1, 448))


def test_two_things_must_both_be_seen() -> None:
    pair = next(prompt for prompt in read_prompts() if len(prompt.things) == 2 and prompt.kind == "two")
    first, second = (names[0] for names in pair.things)
    assert measures.within(opinion([first, second]), 0, pair, 1)
    assert not measures.within(opinion([first, "anchor", second]), 0, pair, 1)
    assert measures.within(opinion([first, "anchor", second]), 0, pair, 5)


def test_fixed_prompts() -> None:
    prompts = read_prompts()
    kinds = [prompt.kind for prompt in prompts]
    assert (len(prompts) - kinds.count("stranger"), kinds.count("stranger")) == (300, 60)
    assert {name for prompt in prompts for names in prompt.things for name in names} <= set(things())
    assert len({(prompt.kind, prompt.text) for prompt in prompts}) > 345


def test_colours_and_counts_are_seen_in_pixels() -> None:
    picture = torch.ones(3, 128, 128)
    for x in (10, 50, 90):
        picture[:, 40:70, x : x + 28] = torch.tensor([-0.9, -0.5, 0.9])[:, None, None]
    assert measures.blobs(picture) == 3
    assert measures.has_colour(picture, "blue")
    assert not measures.has_colour(picture, "red")
    assert measures.blobs(torch.ones(3, 128, 128)) == 0


def test_frechet_distance_and_diversity() -> None:
    torch.manual_seed(0)
    some = torch.randn(600, 448)
    assert measures.frechet_distance(some, some) < 1e-3
    assert measures.frechet_distance(some, some + 1) > 200
    same = torch.randn(4, 1, 448).expand(4, 3, 448)
    assert measures.diversity(same) < 1e-4
    assert measures.diversity(torch.randn(4, 3, 448)) > 0.5
