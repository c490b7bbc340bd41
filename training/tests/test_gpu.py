"""The bundle for a lent machine, and the call, here on a processor with tiny networks."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import TINY_UNET, TINY_VAE

from outpane_training.captions import CaptionEncoder
from outpane_training.data.arrangement import Arrangement, arrange
from outpane_training.data.composer import Composer
from outpane_training.data.picture import Picture
from outpane_training.data.renderer import Renderer
from outpane_training.data.sprites import Sprite, SpritePack, decoded
from outpane_training.gpu.archive import read_archive, write_archive
from outpane_training.gpu.bundle import Materials, unpack_networks, unpack_text, write_bundle
from outpane_training.gpu.call import CallConfig, run_call
from outpane_training.gpu.live import LiveConfig, LiveSamples, Workers
from outpane_training.gpu.parts import join_parts, write_parts
from outpane_training.models.checkpoint import UNetCheckpoint, load_unet, load_vae, save_unet, save_vae
from outpane_training.models.unet import UNet
from outpane_training.models.vae import Vae
from outpane_training.tiny import randomise

TRAINING = Path(__file__).resolve().parents[1]
LIVE = LiveConfig(block=16, pool=40, reuse=2.0, workers=1, chunk=8)


@pytest.fixture(scope="module")
def bundle(pack: SpritePack, captions: CaptionEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    root = tmp_path_factory.mktemp("materials")
    net, vae = UNet(TINY_UNET), Vae(TINY_VAE).eval()
    randomise(net)
    randomise(vae)
    save_unet(UNetCheckpoint(TINY_UNET, net.state_dict(), 11, 22), root / "unet.pt")
    save_vae(vae, root / "vae.pt", torch.float32)
    materials = Materials(pack.path.parent, root / "unet.pt", root / "vae.pt", TRAINING)
    write_bundle(materials, captions, root / "bundle")
    shutil.copy(root / "unet.pt", root / "bundle" / "original.pt")
    return root / "bundle"


def test_archives_give_rounded_weights_back(folder: Path) -> None:
    rng = np.random.default_rng(0)
    large = rng.normal(size=(64, 40)).astype(np.float32)
    weights = {"large": large, "small": rng.normal(size=7).astype(np.float32)}
    write_archive(folder / "a.xz", weights, {"ids": np.arange(3)})
    back = read_archive(folder / "a.xz")
    assert back["ids"].tolist() == [0, 1, 2]
    assert back["small"].dtype == np.float32
    assert np.abs(back["small"] - weights["small"]).max() < 2e-3
    assert np.abs(back["large"] - large).max() <= np.abs(large).max() / 127 / 2 + 1e-6


def test_a_bundle_holds_the_networks(bundle: Path, folder: Path) -> None:
    unpack_networks(bundle, folder)
    before, after = load_unet(bundle / "original.pt"), load_unet(folder / "unet.pt")
    assert (after.config, after.step, after.seen) == (TINY_UNET, 11, 22)
    for name, value in before.ema.items():
        assert (after.ema[name] - value).abs().max() <= value.abs().max() / 127 + 1e-3, name
    assert load_vae(folder / "vae.pt").config == TINY_VAE
    assert (bundle / "outpane_training" / "data" / "vocabulary.toml").exists()


def test_a_bundles_text_encoder_says_the_same(bundle: Path, captions: CaptionEncoder, pack: SpritePack) -> None:
    cut = unpack_text(bundle)
    assert cut.net.config.vocabulary < captions.net.config.vocabulary + 1
    composer = Composer(pack.sprites, 99)
    said = [composer.draw().caption for _ in range(40)]
    (whole, mask), (small, small_mask) = captions(said), cut(said)
    assert torch.equal(mask, small_mask)
    assert ((whole - small) * mask[..., None]).abs().max() < 0.2


def test_parts_are_small_and_join(folder: Path) -> None:
    weights = {f"w{i}": torch.randn(100, 10) for i in range(6)}
    checkpoint = UNetCheckpoint(TINY_UNET, weights, 3, 4)
    paths = write_parts(checkpoint, folder, part_bytes=4500)
    assert len(paths) == 3
    back = join_parts(folder)
    assert (back.config, back.step, back.seen) == (TINY_UNET, 3, 4)
    assert all(torch.allclose(back.ema[name].float(), value, atol=2e-3) for name, value in weights.items())
    checkpoint.step = 5
    save_old = paths[2].read_bytes()
    write_parts(checkpoint, folder, part_bytes=4500)
    paths[2].write_bytes(save_old)
    with pytest.raises(ValueError, match="of step 3"):
        join_parts(folder)
    paths[2].unlink()
    with pytest.raises(ValueError, match="missing"):
        join_parts(folder)


class Described(Workers):
    """Blocks that are made when they are asked for, without processes."""

    def __init__(self, sprites: list[Sprite], count: int) -> None:
        self.composer, self.count, self.blocks = Composer(sprites, 1), count, 0

    def block(self, timeout: float) -> tuple[Arrangement, list[str]]:
        self.blocks += 1
        pictures: list[Picture] = [self.composer.draw() for _ in range(self.count)]
        return arrange(pictures, 8), [picture.caption for picture in pictures]


def test_live_samples_draw_as_many_as_reuse_asks(pack: SpritePack, captions: CaptionEncoder) -> None:
    renderer = Renderer(torch.from_numpy(decoded(pack, range(len(pack.sprites)))))
    workers = Described(pack.sprites, LIVE.block)
    samples = LiveSamples(workers, renderer, Vae(TINY_VAE).eval(), captions, LIVE)
    rng = np.random.default_rng(0)
    for _ in range(12):
        batch = samples.batch(rng, 16)
        assert batch.latents.shape == (16, 16, 16, 16)
        assert batch.states.shape == (16, 32, 32)
        assert bool((batch.mask.sum(1) >= 2).all())
    assert workers.blocks == 6  # 192 samples, each picture twice
    assert len(samples) == LIVE.pool
    assert bool((samples.mask.sum(1) > 0).all())


def test_a_call_trains_and_brings_weights_back(bundle: Path, folder: Path) -> None:
    config = CallConfig(0.2, bundle, folder / "state", folder / "out", batch=8, live=LIVE, compile=False, sheet=2)
    run_call(config)
    back = join_parts(folder / "out")
    assert back.step > 11
    assert {path.name for path in (folder / "out").iterdir()} == {"unet_0.pt", "sheet_before.png", "sheet_after.png"}
    again = load_unet(folder / "state" / "unet.pt")
    assert again.step == back.step
    assert again.optimizer is not None
