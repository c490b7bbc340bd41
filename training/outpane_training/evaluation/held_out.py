"""Pairs of a thing and a style that are kept out of training for good, so that it can be measured what the network
makes of unseen pairs.
"""

import functools
import random

from ..data.vocabulary import vocabulary

SHARE = 0.05
SEED = 11


@functools.cache
def held_out_pairs() -> frozenset[tuple[str, str]]:
    """(sprite's name, style): a twentieth of the small vocabulary's pairs, no name twice."""
    words = vocabulary()
    names, styles = sorted(words.pools["focus"]), sorted(words.focus_styles)
    rng = random.Random(SEED)
    chosen = rng.sample(names, round(len(names) * len(styles) * SHARE))
    return frozenset((name, rng.choice(styles)) for name in chosen)
