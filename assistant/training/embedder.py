"""Make the shipped embedder: folded syllables and frequent pairs, each one vector, a text their mean.

A static model (sentence-transformers StaticEmbedding) needs no transformer at run time: a text is cut into the words of
a vocabulary, whose vectors are averaged. Marks are taken off before, so that marked, unmarked and garbled text meet.
It learns from pairs of texts that belong together: the title of an article and its text, a heading and what stands
under it, a sentence (also as a question for a value in it) and the sentences around it, two ways of asking the same,
with words dropped, shortened, replaced and misread on either side.
The loss is in-batch contrastive (van den Oord et al. 2018, "InfoNCE"): of all passages of a batch, which is mine?
Passages of one text come in one batch, so that the model learns to tell them apart and not topics alone.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.language.lexicon import abbreviate, synonyms_of
from assistant.language.vietnamese import fold, nfc

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

PARAPHRASES = Path(__file__).parent / "data" / "paraphrases.jsonl"
PARAPHRASED = 46  # one example in so many is a paraphrase

Progress = Callable[[str], object]
Pair = tuple[str, str]
"""A question-like text and the passage that it belongs to."""


@dataclass(frozen=True)
class Recipe:
    """What decides the model; the defaults make the shipped one."""

    dimensions: int = 256
    syllables: int = 7_000
    pairs: int = 20_000
    pieces: int = 1_000  # parts of words, for names, foreign and misread words
    examples: int = 400_000
    batch: int = 512
    steps: int = 4_000
    group: int = 8  # pairs of one text in a batch
    learning_rate: float = 0.004
    scale: float = 20.0  # of cosines, before the softmax
    seed: int = 7


def train_embedder(
    text_folder: Path, out: Path, progress: Progress | None = None, recipe: Recipe | None = None
) -> None:
    """Train on the .jsonl.xz files of `text_folder` and write a sentence-transformers model to the folder `out`."""
    tell, recipe = progress or (lambda line: None), recipe or Recipe()
    generator = random.Random(recipe.seed)
    tell("reading texts")
    pairs = collect_pairs(text_folder, recipe, generator)
    tell(f"{len(pairs)} pairs; counting words")
    tokenizer = build_tokenizer((passage for _, passage in pairs), recipe)
    tell(f"{tokenizer.get_vocab_size()} words; training")
    noisy = [(vary(query, generator), misread(passage, generator)) for query, passage in pairs]
    weights = _fit(tokenizer, noisy, recipe, tell)
    _save(tokenizer, weights, out)
    tell(f"written to {out}")


# ---------------------------------------------------------------- pairs

_TITLES = ("title", "ten_thu_tuc")
_HEADING = re.compile(r"^(?:Điều \d+\w*\. *|== *|[IVX]+\. +|\d{1,2}\. +)(\S[^\n]{8,150}?)(?: *==)?$", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.;:!?…])(?<![\dIVX]\.)\s+|\n\s*\n")  # "Điều 7. ", "II. " and "1. " open a heading
_WINDOW = 110  # syllables of a passage, about those of a chunk
_LONGEST_BODY = 60_000  # characters: no single file may fill the training


def collect_pairs(text_folder: Path, recipe: Recipe, generator: random.Random) -> list[Pair]:
    """Pairs from every file of the folder in equal shares, `recipe.examples` at most, and paraphrases among them.

    The pairs of one text stand together, `recipe.group` at a time.
    """
    files = sorted(text_folder.glob("*.jsonl.xz"))
    groups = [[pair] for pair in generator.choices(paraphrases(), k=recipe.examples // PARAPHRASED)]
    for path in files:
        found = [group for record in _records(path) for group in _groups(record, recipe.group, generator)]
        generator.shuffle(found)
        share = recipe.examples // len(files)
        until = next((at for at, size in enumerate(accumulate(map(len, found))) if size > share), len(found))
        groups += found[:until]
    generator.shuffle(groups)
    return [pair for group in groups for pair in group]


def paraphrases() -> list[Pair]:
    """Two ways of asking the same, in Vietnamese, written for this project."""
    lines = PARAPHRASES.read_text(encoding="utf-8").splitlines()
    return [(record["b"], record["a"]) for record in map(json.loads, lines) if record["style_b"] != "en"]


def _groups(record: dict[str, Any], size: int, generator: random.Random) -> Iterator[list[Pair]]:
    pairs = list(pairs_of(record, generator))
    generator.shuffle(pairs)
    yield from (pairs[at : at + size] for at in range(0, len(pairs), size))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def pairs_of(record: dict[str, Any], generator: random.Random) -> Iterator[Pair]:
    """The pairs of one text: title and passage, heading and passage, sentence and the passage around it."""
    title = next((str(record[name]) for name in _TITLES if record.get(name)), "")
    for name, body in record.items():
        if name in _TITLES or not isinstance(body, str) or len(body) < 200:
            continue
        passages = _passages(nfc(body[:_LONGEST_BODY]))
        if title and passages:
            yield title, generator.choice(passages)
        for passage in passages:
            sentences = [sentence for sentence in _SENTENCE.split(passage) if 6 <= sentence.count(" ") <= 60]
            if len(sentences) > 1:
                sentence = generator.choice(sentences)
                rest = passage.replace(sentence, " ") if generator.random() < 0.4 else passage
                yield ask_about(sentence, generator), f"{title}. {rest}" if title and generator.random() < 0.4 else rest
            for heading in _HEADING.finditer(passage):
                if len(passage) - heading.end() > 150:
                    yield heading[1], passage[heading.end() :]


def _passages(body: str) -> list[str]:
    """`body` in windows of whole sentences."""
    passages, window, size = [], [], 0
    for sentence in _SENTENCE.split(body):
        window.append(sentence)
        size += sentence.count(" ") + 1
        if size >= _WINDOW:
            passages.append("\n".join(window))
            window, size = [], 0
    if size > _WINDOW // 3:
        passages.append("\n".join(window))
    return passages


# Values that somebody asks for, and the words that ask for them.
_ASKED = (
    (re.compile(r"(?:trước |chậm nhất |đến hết )?(?:ngày )?\d{1,2}(?:/| tháng )\d{1,2}(?:(?:/| năm )\d{4})?"),
     ("ngày nào", "khi nào", "bao giờ", "ngày mấy", "hạn chót ngày nào", "thời hạn")),
    (re.compile(r"\d[\d.,]*\s?%"), ("bao nhiêu phần trăm", "tỷ lệ bao nhiêu", "mấy %")),
    (re.compile(r"\d[\d.,]* (?:triệu |tỷ |nghìn )?đồng"), ("bao nhiêu tiền", "bao nhiêu đồng", "mức bao nhiêu")),
    (re.compile(r"(?:\d{1,3} )(?=ngày|tháng|năm|giờ|người|xã|huyện|đơn vị|bộ|hồ sơ|lần)"), ("bao nhiêu ", "mấy ")),
    (re.compile(r"(?:Bộ|Sở|Ủy ban nhân dân|UBND|Hội đồng|Cục|Tổng cục|Thanh tra|Tòa án|Viện) [^,.;:()\n]{4,30}?"
                r"(?= có | chịu | phải | chủ trì| phối hợp| ban hành| quy định| quyết định)"),
     ("cơ quan nào", "đơn vị nào", "ai", "sở nào")),
)  # fmt: skip


def ask_about(sentence: str, generator: random.Random) -> str:
    """`sentence` as a question for a value in it, now and then; most often as it is."""
    if generator.random() < 0.5:
        return sentence
    for value, asking in _ASKED:
        if match := value.search(sentence):
            return f"{sentence[: match.start()]}{generator.choice(asking)}{sentence[match.end() :].rstrip(' .;')}?"
    return sentence


# ---------------------------------------------------------------- noise

# How an English reading model takes Vietnamese letters once their marks are off: what the repair leaves behind.
_MISREAD = {
    "u": ("w", "tr", "ir", "v", "t"), "o": ("c", "6", "a", "g"), "d": ("b", "a", "cl", "@"), "i": ("j", "l", "1", "!"),
    "a": ("4", "d", "e", "é"), "e": ("c", "é", "6"), "h": ("b", "li"), "n": ("m", "ri"), "l": ("i", "1"), "y": ("v",),
    "g": ("q", "e"), "c": ("e", "o"), "t": ("f", "l"), "m": ("rn", "in"),
}  # fmt: skip


def misread(text: str, generator: random.Random, share: float = 0.3) -> str:
    """`text`, or for a `share` of the texts the same with some words misread."""
    if generator.random() >= share:
        return text
    rate = generator.choice((0.03, 0.08, 0.2))
    return " ".join(_misread_word(word, generator) if generator.random() < rate else word for word in text.split(" "))


def _misread_word(word: str, generator: random.Random) -> str:
    letters = list(fold(word))
    places = [place for place, letter in enumerate(letters) if letter in _MISREAD]
    if places:
        place = generator.choice(places)
        letters[place] = generator.choice(_MISREAD[letters[place]])
    return "".join(letters)


def vary(query: str, generator: random.Random) -> str:
    """A sentence or title, as somebody might ask for it: cut short, shortened, in other words, with slips."""
    words = query.split()
    if len(words) > 12 and generator.random() < 0.5:  # a part of the sentence
        start = generator.randrange(len(words) - 8)
        words = words[start : start + generator.randint(6, 16)]
    if generator.random() < 0.4:  # words left out
        words = [word for word in words if generator.random() > 0.2] or words
    if generator.random() < 0.5:
        words = _reworded(words, generator)
    text = " ".join(words)
    if generator.random() < 0.15:
        text = abbreviate(text)
    return misread(text, generator, share=0.15)


def _reworded(words: Sequence[str], generator: random.Random) -> list[str]:
    """`words` with phrases replaced by others of the same meaning, the longest first, where the lexicon has some."""
    reworded: list[str] = []
    at = 0
    while at < len(words):
        for size in (4, 3, 2):
            others = synonyms_of(" ".join(words[at : at + size]).strip(",.;:?")) if at + size <= len(words) else ()
            if others and generator.random() < 0.6:
                reworded += generator.choice(others).split()
                at += size
                break
        else:
            reworded.append(words[at])
            at += 1
    return reworded


# ---------------------------------------------------------------- vocabulary

_WORD = re.compile(r"[^\W_]+")
_START = "▁"  # stands before each syllable


def build_tokenizer(texts: Iterator[str], recipe: Recipe) -> Tokenizer:
    """A tokenizer that takes marks off and cuts a text into the likeliest row of syllables and pairs.

    A Unigram model without pre-tokenizing (Kudo 2018): a pair is taken as one where it is likelier than its two
    syllables by chance, so that "xây dựng" is one word and "của sở" two.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers

    syllables, pairs, pieces = _count(texts)
    total = sum(syllables.values())
    kept = dict(syllables.most_common(recipe.syllables))
    words = {_START + word: log(count / total) for word, count in kept.items()}
    likelier = {pair: n for pair, n in pairs.items() if pair[0] in kept and pair[1] in kept and n > 20}
    likelier = {pair: n for pair, n in likelier.items() if n * total > 3 * syllables[pair[0]] * syllables[pair[1]]}
    for (first, second), count in Counter(likelier).most_common(recipe.pairs):
        words[f"{_START}{first}{_START}{second}"] = log(count / total)
    # Parts of words come into play only where no whole word fits: each costs more than the rarest word.
    rare = min(words.values()) - 3
    letters = [_START, *"abcdefghijklmnopqrstuvwxyz0123456789"]
    for piece in [*letters, *(piece for piece, _ in pieces.most_common(recipe.pieces))]:
        words.setdefault(piece, rare - 2 * (len(piece) == 1))
    tokenizer = Tokenizer(models.Unigram([("<unk>", rare - 10.0), *words.items()], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace("đ", "d"),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), _START),
            normalizers.Replace(Regex(f"^{_START}|{_START}$"), ""),
            normalizers.Prepend(_START),
        ]
    )
    return tokenizer


def _count(texts: Iterator[str]) -> tuple[Counter[str], Counter[tuple[str, str]], Counter[str]]:
    """How often each syllable, pair of syllables and part of a word occurs in the folded texts."""
    syllables: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        words = _WORD.findall(fold(text))
        syllables.update(words)
        pairs.update(pairwise(words))
    pieces: Counter[str] = Counter()
    for word, count in syllables.items():
        for size in (2, 3):
            pieces.update({word[at : at + size]: count for at in range(len(word) - size + 1)})
    return syllables, pairs, pieces


# ---------------------------------------------------------------- learning


def _fit(tokenizer: Tokenizer, pairs: Sequence[Pair], recipe: Recipe, tell: Progress) -> torch.Tensor:
    import torch
    from torch.nn.functional import cross_entropy, embedding_bag, normalize

    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    sides = [_encode(tokenizer, [pair[side] for pair in pairs]) for side in (0, 1)]
    weights = (torch.randn(tokenizer.get_vocab_size(), recipe.dimensions) * 0.1).requires_grad_()
    optimizer = torch.optim.Adam([weights], lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, recipe.steps)
    for step in range(recipe.steps):
        begin = step * recipe.batch % max(1, len(pairs) - recipe.batch)
        rows = range(begin, min(begin + recipe.batch, len(pairs)))
        bags = [_bag([side[row] for row in rows]) for side in sides]
        queries, passages = (normalize(embedding_bag(ids, weights, starts, mode="mean")) for ids, starts in bags)
        likeness = recipe.scale * queries @ passages.T
        target = torch.arange(len(rows))
        loss = (cross_entropy(likeness, target) + cross_entropy(likeness.T, target)) / 2
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        if step % 200 == 0:
            tell(f"step {step} of {recipe.steps}, loss {loss.item():.3f}")
    return weights.detach()


def _encode(tokenizer: Tokenizer, texts: Sequence[str]) -> list[torch.Tensor]:
    import torch

    encoded = []
    for begin in range(0, len(texts), 5000):
        batch = tokenizer.encode_batch_fast(texts[begin : begin + 5000], add_special_tokens=False)
        encoded += [torch.tensor(encoding.ids or [0], dtype=torch.int32) for encoding in batch]
    return encoded


def _bag(texts: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids in a row, and where each text begins."""
    import torch

    lengths = torch.tensor([len(text) for text in texts])
    return torch.cat(list(texts)), torch.cumsum(lengths, 0) - lengths


def _save(tokenizer: Tokenizer, weights: torch.Tensor, out: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, weights.half())], device="cpu")
    model.save(str(out), create_model_card=False)


if __name__ == "__main__":
    train_embedder(Path(sys.argv[1]), Path(sys.argv[2]), progress=print)
