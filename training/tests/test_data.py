"""Words, composing, drawing and keeping of training pictures."""

import itertools
import json
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from outpane_training.captions import CaptionEncoder
from outpane_training.data.arrangement import arrange
from outpane_training.data.composer import KINDS, Composer
from outpane_training.data.grammar import article, plural
from outpane_training.data.letters import add_letters
from outpane_training.data.picture import SIZE, Picture, Placed, Turn
from outpane_training.data.renderer import Renderer, to_bytes
from outpane_training.data.shards import Shards, caption_states, open_shards, save_array
from outpane_training.data.sprites import Sprite, SpritePack, decoded, main_hue, read_pack, visible_box, write_pack
from outpane_training.data.vocabulary import repeated, vocabulary
from outpane_training.evaluation.held_out import held_out_pairs


@pytest.fixture(scope="module")
def renderer(pack: SpritePack) -> Renderer:
    return Renderer(torch.from_numpy(decoded(pack, range(len(pack.sprites)))))


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("cat", "cats"),
        ("red fox", "red foxes"),
        ("mouse", "mice"),
        ("snowman", "snowmen"),
        ("cup of coffee", "cups of coffee"),
        ("cherry", "cherries"),
        ("toy", "toys"),
        ("fish", "fish"),
        ("face with tears", None),
        ("scissors", None),
    ],
)
def test_plurals(noun: str, many: str | None) -> None:
    assert plural(vocabulary(), noun) == many


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("apple", "an apple"),
        ("unicorn", "a unicorn"),
        ("umbrella", "an umbrella"),
        ("x ray", "an x ray"),
        ("bread", "bread"),
        ("the moon", "the moon"),
    ],
)
def test_articles(noun: str, said: str) -> None:
    assert article(vocabulary(), noun) == said


def test_weighted_phrases_are_repeated() -> None:
    assert repeated(["2 x on grass", "4 legs"]) == ["on grass", "on grass", "4 legs"]


def test_vocabulary_names_are_known_styles() -> None:
    words = vocabulary()
    assert words.focus_styles <= set(words.styles)
    assert words.pools["core"] <= words.pools["focus"]
    assert len(words.pools["focus"]) == 198


def is_cut(picture: Picture) -> bool:
    """Whether a thing reaches far over the picture's edge."""
    return any(
        min(t.left, t.top) < -0.3 * t.side or max(t.left, t.top) + t.side > SIZE + 0.3 * t.side for t in picture.things
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_caption_and_stays_in_bounds(pack: SpritePack, kind: str) -> None:
    composer = Composer(pack.sprites, 3)
    for _ in range(200):
        picture = composer.draw(kind)
        assert picture.caption.strip()
        assert "  " not in picture.caption
        assert "None" not in picture.caption
        assert 0 < picture.horizon <= SIZE
        if kind != "wide":
            assert not is_cut(picture)


def test_things_side_by_side_do_not_overlap(pack: SpritePack) -> None:
    composer = Composer(pack.sprites, 4)
    for _ in range(200):
        picture = composer.draw("side by side")
        spans = []
        for thing in picture.things:
            left, _, right, _ = composer.box(thing.row, thing.side)
            if thing.flipped:
                left, right = thing.side - right, thing.side - left
            spans.append((thing.left + left, thing.left + right, thing.top))
        on_ground = sorted(span for span in spans if span[2] > 0.2 * SIZE)
        for (_, end, _), (start, _, _) in itertools.pairwise(on_ground):
            assert end <= start + 3


def test_what_is_worn_lies_on_its_wearer(pack: SpritePack) -> None:
    composer = Composer(pack.sprites, 11)
    for _ in range(100):
        picture = composer.draw("dressed")
        wearer, worn = picture.things
        name = pack.sprites[worn.row].name
        assert pack.sprites[wearer.row].name == "bear"
        assert name in {"top hat", "glasses", "balloon"}
        assert any(f" {joint} " in picture.caption for joint in ("wearing", "with", "in", "holding", "and"))
        if name == "balloon":
            continue
        assert abs(worn.left + worn.side / 2 - wearer.left - wearer.side / 2) < 3
        head = wearer.top + composer.box(wearer.row, wearer.side)[1]
        bottom = worn.top + composer.box(worn.row, worn.side)[3]
        assert head < bottom < wearer.top + (0.5 if name == "top hat" else 1) * wearer.side


def test_letters_are_on_letter_pictures_only(pack: SpritePack) -> None:
    composer = Composer(pack.sprites, 12)
    symbols = {sprite.name for sprite in pack.sprites if sprite.set == "letters"}
    for _ in range(50):
        picture = composer.draw("letter")
        assert picture.names[0] in symbols
        assert picture.names[0].split(" ")[1] in picture.caption.lower() or "number" in picture.caption
    for kind in ("plain", "several", "hero", "wide"):
        for _ in range(100):
            rows = [thing.row for thing in composer.draw(kind).things]
            assert not symbols & {pack.sprites[row].name for row in rows}


def test_letters_are_added_once(pack: SpritePack, folder: Path) -> None:
    few = (
        (Sprite(sprite.set, sprite.name, [], sprite.group, 0, 0), pack.image(row))
        for row, sprite in enumerate(pack.sprites[:3])
    )
    original = write_pack(few, folder).path.read_bytes()
    first = add_letters(folder)
    assert len(first.sprites) == 3 + 36
    assert [sprite.at for sprite in add_letters(folder).sprites] == [sprite.at for sprite in first.sprites]
    assert sorted(path.name for path in folder.iterdir()) == ["sprites.json", "sprites.pack"]
    assert first.image(3).getbbox() is not None
    assert first.path.read_bytes()[: len(original)] == original


def test_kinds_that_sprites_do_not_allow_are_left_out(pack: SpritePack) -> None:
    few = [sprite for sprite in pack.sprites if sprite.name in ("sun", "house", "cat")]
    composer = Composer(few, 1)
    assert not {"dressed", "letter"} & set(composer.kinds)
    assert all(composer.draw().caption for _ in range(200))


def test_the_same_seed_gives_the_same_pictures(pack: SpritePack) -> None:
    first, second, other = Composer(pack.sprites, 5), Composer(pack.sprites, 5), Composer(pack.sprites, 6)
    assert [first.draw().caption for _ in range(30)] == [second.draw().caption for _ in range(30)]
    assert [first.draw().caption for _ in range(30)] != [other.draw().caption for _ in range(30)]


def test_pairs_kept_out_are_never_drawn(pack: SpritePack) -> None:
    style_of = vocabulary().style_of_set
    kept_out = frozenset({("sun", "flat"), ("cat", "cartoon")})
    composer = Composer(pack.sprites, 7, held_out=kept_out)
    for _ in range(600):
        for thing in composer.draw().things:
            sprite = pack.sprites[thing.row]
            assert (sprite.name, style_of[sprite.set]) not in kept_out


def test_the_kept_out_pairs_are_fixed() -> None:
    pairs = held_out_pairs()
    assert len(pairs) == 30
    assert len({name for name, _ in pairs}) == 30
    assert ("bear", "cartoon") in pairs


def by_pillow(picture: Picture, pack: SpritePack) -> np.ndarray:
    """The picture drawn one thing at a time."""
    rows = np.zeros((SIZE, 3))
    top, low, far, near = (np.array(colour, float) for colour in picture.colours)
    horizon = picture.horizon
    share = np.linspace(0, 1, horizon)[:, None]
    rows[:horizon] = top * (1 - share) + low * share
    if horizon < SIZE:
        share = np.linspace(0, 1, SIZE - horizon)[:, None]
        rows[horizon:] = far * (1 - share) + near * share
    canvas = Image.fromarray(np.repeat(rows[:, None], SIZE, 1).clip(0, 255).astype(np.uint8))
    for thing in picture.things:
        image = pack.image(thing.row)
        if thing.flipped:
            image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        image = image.resize((thing.side, thing.side), Image.Resampling.BICUBIC)
        canvas.paste(image, (thing.left, thing.top), image)
    return np.asarray(canvas)


def test_pictures_are_as_pillow_draws_them(pack: SpritePack, renderer: Renderer) -> None:
    composer = Composer(pack.sprites, 8)
    pictures = []
    while len(pictures) < 24:
        picture = composer.draw()
        if not picture.stars and not any(thing.turn for thing in picture.things):
            pictures.append(picture)
    drawn = to_bytes(renderer.pictures(pictures)).astype(float)
    for picture, got in zip(pictures, drawn, strict=True):
        error = ((got - by_pillow(picture, pack)) ** 2).mean()
        assert 10 * np.log10(255**2 / max(error, 1e-6)) > 35, picture.caption


def test_a_turned_thing_has_another_colour(pack: SpritePack, renderer: Renderer) -> None:
    apple = next(row for row, sprite in enumerate(pack.sprites) if sprite.name == "red apple")
    to_blue = Turn(230 / 360, 1, 1, 0)
    picture = Picture((255, 255, 255), (255, 255, 255), things=[Placed(apple, 200, 28, 28, turn=to_blue)])
    red, _, blue = to_bytes(renderer.pictures([picture]))[0, 128, 128].astype(int)
    assert blue > 180
    assert red < 100


def test_an_arrangement_draws_back_to_front() -> None:
    pictures = [Picture((0, 0, 0), (0, 0, 0), things=[Placed(1, 20, 0, 0), Placed(2, 300, 5, 5)]) for _ in range(3)]
    arrangement = arrange(pictures, chunk=2)
    assert [(part.first, part.count) for part in arrangement.passes] == [(0, 2), (2, 1), (3, 2), (5, 1)]
    things = arrangement.arrays["things"]
    assert things[:, 0].tolist() == [1, 1, 1, 2, 2, 2]
    assert things[:, 6].tolist() == [0, 1, 2, 0, 1, 2]
    assert things[3, 1] == 240  # the largest side that the table has


def test_boxes_and_hues_are_measured(pack: SpritePack) -> None:
    assert pack.sprites[0].box == (20, 20, 237, 237)
    alpha = np.zeros((SIZE, SIZE), np.uint8)
    assert visible_box(alpha) == (0, 0, SIZE, SIZE)
    rgba = np.zeros((SIZE, SIZE, 4), np.uint8)
    rgba[50:200, 50:200] = (220, 40, 40, 255)
    hue = main_hue(rgba)
    assert hue is not None
    assert min(hue, 360 - hue) < 5
    rgba[50:200, 50:200] = (90, 90, 90, 255)
    assert main_hue(rgba) is None


def test_a_listing_without_boxes_gets_them(pack: SpritePack, folder: Path) -> None:
    (folder / "sprites.pack").write_bytes(pack.path.read_bytes())
    plain = [
        {"set": s.set, "name": s.name, "tags": s.tags, "group": s.group, "at": s.at, "size": s.size}
        for s in pack.sprites
    ]
    (folder / "sprites.json").write_text(json.dumps(plain))
    assert [sprite.box for sprite in read_pack(folder).sprites] == [sprite.box for sprite in pack.sprites]
    assert "box" in json.loads((folder / "sprites.json").read_text())[0]


def test_states_are_kept_without_padding(captions: CaptionEncoder) -> None:
    states, offsets = caption_states(["a cat", "a very red apple on green grass"], captions)
    alone, mask = captions(["a cat"])
    count = int(mask.sum())
    assert offsets.tolist() == [0, count, len(states)]
    assert np.abs(states[:count].astype(float) - alone[0].numpy()).max() < 5e-3


def write_numbered_shard(folder: Path, seed: int, values: list[float]) -> None:
    column = np.array(values, np.float16)[:, None]
    save_array(folder / f"latents_{seed}.npy", column[..., None, None] * np.ones((1, 2, 4, 4), np.float16))
    save_array(folder / f"offsets_{seed}.npy", np.arange(len(values) + 1))
    save_array(folder / f"states_{seed}.npy", column * np.ones((1, 3), np.float16))


def test_shards_keep_pictures_and_captions_together(folder: Path) -> None:
    save_array(folder / "empty.npy", np.full((2, 3), -1, np.float16))
    write_numbered_shard(folder, 1, [1, 2, 3])
    shards = Shards(folder, length=4, empty_share=0.5)
    write_numbered_shard(folder, 2, [4, 5])
    assert shards.refresh() == [2]
    assert len(shards) == 5
    batch = shards.batch(np.random.default_rng(0), 200)
    seen = batch.latents[:, 0, 0, 0]
    assert set(seen.tolist()) == {1, 2, 3, 4, 5}
    empty = batch.mask.sum(1) == 2
    assert 60 < int(empty.sum()) < 140
    assert torch.equal(batch.states[~empty, 0, 0], seen[~empty])
    assert bool((batch.states[empty, 1, 0] == -1).all())


def test_a_folder_without_shards_is_refused(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match="latents"):
        open_shards(folder, 32, 0.1)


def test_a_composer_is_not_moved_by_other_chance(pack: SpritePack) -> None:
    composer = Composer(pack.sprites, 5)
    random.seed(1)
    first = composer.draw().caption
    random.seed(2)
    assert Composer(pack.sprites, 5).draw().caption == first
