"""Put the marks back on a Vietnamese question that was typed without them, or with some of them, or wrongly."""

from __future__ import annotations

import re

from assistant.documents.repair import load_repairer
from assistant.errors import ModelError
from assistant.language.agencies import agencies_in
from assistant.language.lexicon import is_syllable
from assistant.language.places import find_provinces
from assistant.language.vietnamese import SYLLABLE, fold, is_marked, nfc, same_marks

# Words of asking stand in no document, so that the model of documents takes "bộ nào" for "bộ não". Longest first; a
# pattern may name what stands around the words, which is looked at and left as it is.
_ASKING: tuple[tuple[str, str], ...] = (
    ("bao nhieu", "bao nhiêu"), ("bao gio", "bao giờ"), ("bao lau", "bao lâu"), ("nhu the nao", "như thế nào"),
    ("the nao", "thế nào"), ("vi sao", "vì sao"), ("tai sao", "tại sao"), ("thi sao", "thì sao"), ("so nao", "sở nào"),
    ("bo nao", "bộ nào"), ("bo phan nao", "bộ phận nào"), ("don vi nao", "đơn vị nào"), ("ngay nao", "ngày nào"),
    ("ngay may", "ngày mấy"), ("thang may", "tháng mấy"), ("so may", "số mấy"), ("thu may", "thứ mấy"),
    ("may gio", "mấy giờ"), ("nao", "nào"), ("gi", "gì"), ("khong", "không"), ("phai khong", "phải không"),
    ("dung khong", "đúng không"), ("duoc khong", "được không"), ("hay chua", "hay chưa"), (r"chua(?=\W*$)", "chưa"),
    ("o dau", "ở đâu"), ("ve dau", "về đâu"), ("den dau", "đến đâu"), ("toi dau", "tới đâu"), ("ra dau", "ra đâu"),
    ("tai dau", "tại đâu"), ("cho dau", "cho đâu"), ("vao dau", "vào đâu"), (r"dau(?=\W*$)", "đâu"), ("ai ky", "ai ký"),
    (r"(?<!bo )(?<!nha )(?<!xe )(?<!thang )may(?! (?:moc|tinh|bay|chu|in|quet|dieu|xuc|phat|photo|anh|thiet|tro))",
     "mấy"),
    (r"(?<=la )so nao", "số nào"), (r"(?<=mang )so nao", "số nào"), (r"chu(?=\W*$)", "chứ"),
    (r"^the(?= (?:con|thi|ben|so|bo|ai|neu|cap|xa|o|nam|khi|bao))", "thế"), (r"^vay(?= )", "vậy"),
    (r"^con(?= \w)", "còn"), (r"^the con(?= \w)", "thế còn"), (r"^vay con(?= \w)", "vậy còn"),
    (r"con(?= (?:hieu luc|han|kip|dung))", "còn"), ("thoi han", "thời hạn"),
    (r"han(?= (?:nop|chot|cuoi|gui|bao cao|dang ky|la))", "hạn"),
    (r"(?<=\w )a(?=\W*$)", "ạ"), (r"vay(?=(?: a)?\W*$)", "vậy"),
    (r"(?<=xin )hoi", "hỏi"), (r"(?<=cho )hoi", "hỏi"), (r"(?<=cho em )hoi", "hỏi"), (r"(?<=cho toi )hoi", "hỏi"),
    (r"(?<=cho minh )hoi", "hỏi"),
    ("de an", "đề án"), ("cong dien", "công điện"), ("thong tu", "thông tư"), ("huong dan", "hướng dẫn"),
    (r"so(?= (?:kh&|tt&|vh|khcn|tttt|tc|xd|nv))", "sở"),
)  # fmt: skip
_PATTERNS = [(re.compile(rf"(?<!\w){pattern}(?!\w)"), marked) for pattern, marked in reversed(_ASKING)]


def restore_marks(question: str) -> str:
    """A Vietnamese `question` with its marks: all of them where it has none or few, else only those of syllables that
    no Vietnamese word is written with ("khen thuởng"); what is well written comes back as it is.

    The repair model reads the words, tables give the names of provinces and agencies and the words of asking. Without
    the model the tables alone are used. Every character keeps its place.
    """
    question = nfc(question)
    words = [match for match in SYLLABLE.finditer(question) if match[0].isalpha() and is_syllable(match[0])]
    marked = [is_marked(match[0]) for match in words]
    sparse = sum(marked) < _SPARSE * len(words)
    wanted = [
        match for match, is_so in zip(words, marked, strict=True) if (_is_unwritten(match[0]) if is_so else sparse)
    ]
    if not wanted:
        return question
    restored = _with_all_marks(_bare(question))
    for match in wanted:
        question = question[: match.start()] + restored[match.start() : match.end()] + question[match.end() :]
    return question


_SPARSE = 0.45  # of the syllables of a sentence at least so many bear a mark; three quarters do as a rule


def _bare(text: str) -> str:
    """`text` without marks, each letter in its case."""
    return "".join(plain.upper() if letter.isupper() else plain for letter, plain in zip(text, fold(text), strict=True))


def _is_unwritten(syllable: str) -> bool:
    """Is a marked syllable none that Vietnamese words are written with, while others of its letters are?"""
    try:
        words, _ = load_repairer().language
    except ModelError:
        return False
    others = [words.words[number] for number in words.marked(fold(syllable))]
    known = syllable.lower() in words.number_of or any(same_marks(syllable, other) for other in others)
    return bool(others) and not known


def _with_all_marks(question: str) -> str:
    """An unmarked `question` with its marks."""
    restored = _by_model(question)
    folded = fold(question)
    for pattern, marked in _PATTERNS:
        for match in pattern.finditer(folded):
            restored = _put(restored, match.start(), marked)
    for start, _, name in agencies_in(question):
        restored = _put(restored, start, name)
    for province in find_provinces(question):
        if place := re.search(rf"(?<!\w){re.escape(fold(province))}(?!\w)", folded):
            restored = _put(restored, place.start(), province)
    return restored


def _by_model(question: str) -> str:
    try:
        restored = load_repairer().restore(question)
    except ModelError:
        return question
    return restored if len(restored) == len(question) else question


def _put(text: str, start: int, words: str) -> str:
    """`words` in the place of as many characters, the first in the case that stands there."""
    first = words[0].upper() if text[start].isupper() else words[0]
    return text[:start] + first + words[1:] + text[start + len(words) :]
