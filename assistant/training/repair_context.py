"""Train the network that tells which of several look-alike words fits between its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from assistant.documents.repair_context import NEIGHBOURS, REACH, WINDOW, as_bits
from assistant.language.trigrams import BOUNDARY, COSTS_PER_NAT
from assistant.language.vietnamese import fold

WIDTH, HIDDEN, OWN = 64, 256, 64
"""Numbers of a neighbour's vector, of the hidden layer, and of a word's own vector."""

LOOKS = 4 * len(WINDOW)
"""Bits that say how the words stand."""

RIVALS = 23
"""How many other words each word is told apart from."""

SAMPLES = 20_000_000
"""Places of the text that it is trained on."""

_BATCH = 3072
_NOISE = 0.04  # of the words around, the share that is replaced by a look-alike, as repaired text has them
_LOST = 0.03  # of the signs and capitals, the share that is not read
_WEIGHTS = {
    "gazette": 3.0,
    "procedures": 2.0,
    "codified_law_articles": 0.7,
    "laws": 1.0,
    "wiki": 0.8,
}


def train_context(
    ids: Any,
    looks: Any,
    spans: Mapping[str, tuple[int, int]],
    arrays: Mapping[str, Any],
    samples: int = SAMPLES,
    progress: Callable[[str], None] | None = None,
    seed: int = 1,
) -> dict[str, Any]:
    """The arrays of `Surroundings`, trained on `samples` places of the text `ids`, whose words stand as `looks` says.

    `spans` says where each collection stands in `ids`; `arrays` holds the trigram model and the channel, which know
    how common words are and which are misread for each other.
    """
    import torch

    words = str(arrays["words"].tobytes(), "utf-8").split("\n")
    torch.manual_seed(seed)
    chooser = np.random.default_rng(seed)
    native = arrays["native"].astype(np.int64)
    common = np.exp(-arrays["unigram"].astype(float) / COSTS_PER_NAT)
    rivals = _rivals(arrays, words, native, common, chooser)
    is_native = np.zeros(len(words), bool)
    is_native[native] = True

    near, own = (
        torch.nn.Embedding(len(words), WIDTH),
        torch.nn.Embedding(len(words), OWN),
    )
    bias = torch.nn.Embedding(len(words), 1)
    hidden, out = (
        torch.nn.Linear(2 * REACH * WIDTH + LOOKS, HIDDEN),
        torch.nn.Linear(HIDDEN, OWN),
    )
    torch.nn.init.normal_(near.weight, 0, 0.3)
    torch.nn.init.normal_(own.weight, 0, 0.1)
    with torch.no_grad():
        bias.weight[:, 0] = torch.from_numpy(np.log(common)).float() / 2
    layers = torch.nn.ModuleList([near, own, bias, hidden, out])
    optimizer = torch.optim.Adam(layers.parameters(), betas=(0.9, 0.99))
    steps = max(1, samples // _BATCH)
    for step in range(steps):
        for group in optimizer.param_groups:  # a short warm-up, then falling to nothing
            group["lr"] = 2.5e-3 * min(1.0, (step + 1) / 200) * max(0.02, 1 - step / steps)
        around, places = _sample(ids, spans, is_native, rivals, chooser)
        seen = torch.from_numpy(_seen_looks(looks, places, chooser))
        true = torch.from_numpy(ids[places].astype(np.int64))
        choices = torch.cat([true[:, None], torch.from_numpy(rivals)[true]], 1)
        inputs = torch.cat([near(torch.from_numpy(around)).flatten(1), seen], 1)
        wanted = out(torch.relu(hidden(inputs)))
        scores = torch.bmm(own(choices), wanted[:, :, None])[:, :, 0] + bias(choices)[:, :, 0]
        again = choices[:, 1:] == choices[:, :1]
        scores = torch.cat([scores[:, :1], scores[:, 1:].masked_fill(again, -30.0)], 1)
        loss = torch.nn.functional.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.long))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        if progress and step % 400 == 0:
            progress(f"neighbours: {step}/{steps}, loss {loss.item():.3f}")
    return _packed_context(near, own, bias, hidden, out)


def _rivals(
    arrays: Mapping[str, Any],
    words: Sequence[str],
    native: Any,
    common: Any,
    chooser: Any,
) -> Any:
    """For each word RIVALS others: of the same letters without marks, misread for the same pieces, and any."""
    misread: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    start = 0
    for end in np.cumsum(arrays["known_counts"].astype(np.int64)).tolist():
        found = arrays["known_words"][start:end].astype(np.int64)
        weight = np.exp(-arrays["known_costs"][start:end].astype(float) / COSTS_PER_NAT) * common[found]
        likely = weight > 1e-3 * weight.sum()
        for one, its in zip(found[likely].tolist(), weight[likely].tolist(), strict=True):
            for other, other_weight in zip(found[likely].tolist(), weight[likely].tolist(), strict=True):
                if one != other:
                    misread[one][other] += its * other_weight / weight.sum() ** 2
        start = end
    same: dict[str, list[int]] = defaultdict(list)
    for word in native.tolist():
        same[fold(words[word])].append(word)
    chances = common[native] ** 0.7
    rivals: Any = chooser.choice(native, size=(len(words), RIVALS), p=chances / chances.sum())
    for word in native.tolist():
        marked = sorted(
            (other for other in same[fold(words[word])] if other != word),
            key=lambda w: -common[w],
        )[:9]
        others = sorted(misread[word], key=lambda other: -misread[word][other])
        chosen = [*marked, *[other for other in others if other not in marked][:10]][:19]
        rivals[word, : len(chosen)] = chosen
    return rivals


def _sample(
    ids: Any,
    spans: Mapping[str, tuple[int, int]],
    is_native: Any,
    rivals: Any,
    chooser: Any,
) -> tuple[Any, Any]:
    """The ids around some places of the text, and the places; collections near in kind are drawn from more often."""
    weights = np.array([_WEIGHTS.get(name, 1.0) * (end - start) for name, (start, end) in spans.items()])
    counts = chooser.multinomial(_BATCH, weights / weights.sum())
    drawn = [
        chooser.integers(max(REACH, start), max(REACH + 1, min(len(ids) - REACH, end)), count)
        for (start, end), count in zip(spans.values(), counts, strict=True)
    ]
    places = np.concatenate(drawn)
    places = places[is_native[ids[places]]]
    around = ids[places[:, None] + NEIGHBOURS].astype(np.int64)
    for side in (
        range(REACH - 1, -1, -1),
        range(REACH, 2 * REACH),
    ):  # what lies beyond the text's edge is the edge
        beyond = np.zeros(len(places), bool)
        for column in side:
            beyond |= around[:, column] == BOUNDARY
            around[beyond, column] = BOUNDARY
    replaced = (chooser.random(around.shape) < _NOISE) & (around > BOUNDARY)
    around[replaced] = rivals[around[replaced], chooser.integers(0, 10, int(replaced.sum()))]
    return around, places


def _seen_looks(looks: Any, places: Any, chooser: Any) -> Any:
    """How the words around some places stand, as bits; some are lost, and of a tenth of the places all, as in
    questions typed in a hurry.
    """
    around = looks[places[:, None] + WINDOW]
    around[chooser.random(around.shape) < _LOST] = 0
    around[chooser.random(len(places)) < 0.1] = 0
    return as_bits(around)


def _packed_context(near: Any, own: Any, bias: Any, hidden: Any, out: Any) -> dict[str, Any]:
    near_bytes, near_scale = _in_bytes(near.weight.detach().numpy())
    own_bytes, own_scale = _in_bytes(own.weight.detach().numpy())
    half = np.float16
    return {
        "context_near": near_bytes,
        "context_near_scale": near_scale,
        "context_own": own_bytes,
        "context_own_scale": own_scale,
        "context_bias": bias.weight.detach().numpy()[:, 0].astype(half),
        "context_hidden": np.ascontiguousarray(hidden.weight.detach().numpy().T).astype(half),
        "context_hidden_bias": hidden.bias.detach().numpy().astype(half),
        "context_out": np.ascontiguousarray(out.weight.detach().numpy().T).astype(half),
        "context_out_bias": out.bias.detach().numpy().astype(half),
    }


def _in_bytes(matrix: Any) -> tuple[Any, Any]:
    """Each row as bytes and the number that its bytes are multiplied with."""
    scale = (np.abs(matrix).max(axis=1) / 127 + 1e-6).astype(np.float16)
    return np.rint(matrix / scale[:, None].astype(np.float32)).clip(-127, 127).astype(np.int8), scale
