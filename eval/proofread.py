"""Measure how many misread marks are mended on pages drawn anew: `python -m eval.proofread TEXT_FOLDER`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from assistant.documents.proofread import load_proofreader
from assistant.training.proofread import aligned_words
from assistant.training.repair_pages import make_pages


def main() -> None:
    """Print how many words OCR read wrongly, how many of them are right afterwards, and right ones spoilt."""
    parser = argparse.ArgumentParser(prog="python -m eval.proofread", description=__doc__)
    parser.add_argument("text", type=Path, help="folder of the text collections that pages are drawn from")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--seed", type=int, default=77, help="the model was counted with seed 11")
    options = parser.parse_args()
    proofreader = load_proofreader()
    words = wrong = mended = spoilt = 0
    for page in make_pages(options.text, options.pages, options.seed, language="vie"):
        after = replace(page, seen=tuple(proofreader.proofread(page.seen)))
        for (true, seen), (_, now) in zip(aligned_words(page), aligned_words(after), strict=True):
            words += 1
            wrong += seen != true
            mended += seen != true == now
            spoilt += seen == true != now
    print(f"{words} words, {wrong} read wrongly, {mended} of them mended, {spoilt} right ones spoilt")


if __name__ == "__main__":
    main()
