"""The `assistant` command, run as a child process on real files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from assistant.cli import within_groups
from assistant.indexing import index_paths
from assistant.schema import Document, Filters
from assistant.settings import Settings

PLAN = """\
UBND TỈNH HẢI LÂM                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ XÂY DỰNG                               Độc lập - Tự do - Hạnh phúc

Số: 27/KH-SXD                        Hải Lâm, ngày 12 tháng 02 năm 2025

KẾ HOẠCH
Tổ chức hội thi sáng kiến tiết kiệm điện năm 2025

I. Mục đích
Khuyến khích công chức đề xuất cách dùng điện tiết kiệm tại trụ sở.

II. Thời gian và hồ sơ
1. Hồ sơ dự thi gửi về Văn phòng Sở trước ngày 20/6/2025.
2. Lễ trao giải tổ chức trong tuần đầu của tháng 7 năm 2025.

III. Tổ chức thực hiện
Phòng Quản lý đô thị chủ trì, phối hợp với Công đoàn Sở chấm điểm các sáng kiến.

Nơi nhận:
- Các phòng thuộc Sở;
- Lưu: VT.
                                                        GIÁM ĐỐC


                                                        Lê Văn Thuận
"""


def assistant(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, arguments)],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one plan, and its index beside it."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    assert assistant("index", folder, "--index", folder.parent / "index").returncode == 0
    return folder


def test_indexing_again_with_nothing_changed_does_no_work(folder: Path) -> None:
    done = assistant("index", folder, "--index", folder.parent / "index", "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["documents"], report["unchanged"]) == (0, 1, ["ke-hoach.txt"])
    assert report["added"] == report["replaced"] == report["skipped"] == []


def test_a_question_is_answered_with_the_line_that_says_so(folder: Path) -> None:
    done = assistant(
        "ask", "Hạn gửi hồ sơ dự thi sáng kiến tiết kiệm điện là khi nào?",
        "--index", folder.parent / "index", "--json",
    )  # fmt: skip
    reply = json.loads(done.stdout)
    assert reply["status"] == "answered"
    assert "20/6/2025" in reply["answer"]
    assert "[1]" in reply["answer"]
    assert reply["citations"][0]["document"] == "ke-hoach.txt"
    assert reply["citations"][0]["number"] == "27/KH-SXD"
    first, last = reply["citations"][0]["lines"]
    assert first <= 13 <= last
    assert reply["citations"][0]["quote"] in PLAN


def test_an_answer_on_the_terminal_names_the_document_and_the_lines(folder: Path) -> None:
    done = assistant("ask", "ai ký kế hoạch số 27/KH-SXD?", "--index", folder.parent / "index")
    assert done.returncode == 0
    assert "Lê Văn Thuận" in done.stdout
    assert "ke-hoach.txt" in done.stdout


def test_a_question_is_put_to_one_group(tmp_path: Path) -> None:
    for group, day in (("cong-khai", "20/6/2025"), ("noi-bo", "05/9/2025")):
        (tmp_path / "van-ban" / group).mkdir(parents=True)
        (tmp_path / "van-ban" / group / "ke-hoach.txt").write_text(PLAN.replace("20/6/2025", day), encoding="utf-8")
    index_paths([tmp_path / "van-ban"], tmp_path / "index", Settings(workers=1))
    question = "Hồ sơ dự thi gửi về Văn phòng Sở trước ngày nào?"
    done = assistant("ask", question, "--index", tmp_path / "index", "--group", "noi-bo", "--json")
    reply = json.loads(done.stdout)
    assert "05/9/2025" in reply["answer"]
    assert "20/6/2025" not in reply["answer"]


def test_a_group_that_is_not_there_is_named_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    documents = [
        Document(id, "a.txt", id, False, 1, "clean", (), group=group) for id, group in (("1", "noi-bo"), ("2", None))
    ]
    assert within_groups(["noi-bo"], documents) == Filters(groups=("noi-bo",))
    assert within_groups([], documents) == Filters()
    with pytest.raises(typer.Exit) as ended:
        within_groups(["public"], documents)
    assert ended.value.exit_code == 2
    assert "Các nhóm có trong kho: noi-bo." in " ".join(capsys.readouterr().err.split())


def test_a_batch_is_answered_in_order_and_an_empty_question_is_declined(folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text(
        '{"id": "b", "question": "Đơn vị nào chủ trì chấm điểm sáng kiến tiết kiệm điện?", "other": 1}\n'
        '{"id": "a", "question": "   "}\n'
        '{"id": "c", "question": "Lễ trao giải hội thi tổ chức khi nào?", "history": [["Xin chào", "Chào bạn"]]}\n',
        encoding="utf-8",
    )
    done = assistant("ask", "--batch", questions, "--out", tmp_path / "out.jsonl", "--index", folder.parent / "index")
    assert done.returncode == 0, done.stderr
    answers = lines(tmp_path / "out.jsonl")
    assert [answer["id"] for answer in answers] == ["b", "a", "c"]
    assert "Phòng Quản lý đô thị" in answers[0]["answer"]
    assert answers[1]["status"] == "abstained"
    assert "tháng 7" in answers[2]["answer"]


def test_a_batch_line_that_is_no_question_is_named_and_nothing_is_answered(folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text('{"id": "a", "question": "Ai ký?"}\n{"id": "b"}\n', encoding="utf-8")
    done = assistant("ask", "--batch", questions, "--out", tmp_path / "out.jsonl", "--index", folder.parent / "index")
    assert done.returncode == 2
    assert "dòng 2" in " ".join(done.stderr.split())
    assert not (tmp_path / "out.jsonl").exists()


def test_a_document_is_shown_as_it_is_understood(folder: Path) -> None:
    record = json.loads(assistant("read", folder / "ke-hoach.txt", "--json").stdout)
    metadata = record["metadata"]
    assert (metadata["number"], metadata["kind"], metadata["issued_on"]) == ("27/KH-SXD", "Kế hoạch", "2025-02-12")
    assert metadata["issuer"] == "Sở Xây dựng tỉnh Hải Lâm"
    assert metadata["signer"] == "Lê Văn Thuận"
    assert record["text_layer"] == "clean"
    assert [line["source"] for line in record["lines"]] == PLAN.split("\n")
    assert [line["line"] for line in record["lines"]] == list(range(1, len(PLAN.split("\n")) + 1))


def test_files_that_cannot_be_read_are_named_and_the_others_are_indexed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "tot.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.7\nkhong phai PDF")
    (tmp_path / "rong.txt").write_text("", encoding="utf-8")
    done = assistant("index", tmp_path, "--index", tmp_path / "index", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["documents"] == 1
    assert sorted(skipped["file"] for skipped in report["skipped"]) == ["hong.pdf", "rong.txt"]
    assert all(skipped["reason"] and skipped["for_user"] for skipped in report["skipped"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("index", "khong-co-thu-muc"), "Không tìm thấy"),
        (("ask",), "Hãy nhập một câu hỏi"),
        (("ask", "Ai ký?", "--index", "khong-co-kho"), "Chưa có kho văn bản"),
        (("read", "khong-co-tep.pdf"), "Không tìm thấy tệp"),
    ],
)
def test_wrong_use_ends_with_exit_code_two_and_says_what_to_do(arguments: tuple[str, ...], said: str) -> None:
    done = assistant(*arguments)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
