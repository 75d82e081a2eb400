"""Put the marks back on a Vietnamese question that was typed without them."""

from __future__ import annotations

import re

from assistant.documents.repair import load_repairer
from assistant.errors import ModelError
from assistant.language.agencies import agencies_in
from assistant.language.places import find_provinces
from assistant.language.vietnamese import fold, is_marked, nfc

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
    ("de an", "đề án"), ("cong dien", "công điện"), ("thong tu", "thông tư"), ("huong dan", "hướng dẫn"),
    (r"so(?= (?:kh&|tt&|vh|khcn|tttt|tc|xd|nv))", "sở"),
)  # fmt: skip
_PATTERNS = [(re.compile(rf"(?<!\w){pattern}(?!\w)"), marked) for pattern, marked in reversed(_ASKING)]


def restore_marks(question: str) -> str:
    """An unmarked Vietnamese `question` with its marks; one that has any comes back as it is.

    The repair model reads the words, tables give the names of provinces and agencies and the words of asking. Without
    the model the tables alone are used. Every character keeps its place.
    """
    question = nfc(question)
    if is_marked(question):
        return question
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
