"""The `assistant` command: index, read, ask, serve, train."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from assistant.contract import document_record, index_record, reply_record
from assistant.errors import AssistantError, QuestionError
from assistant.schema import Abstention, Answer, Citation, Document, Filters, IndexReport, Reply
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.documents.ingest import Step

DONE, SOME_UNREADABLE, WRONG_USE = 0, 1, 2

app = typer.Typer(
    help="Trợ lý hỏi đáp văn bản hành chính: trả lời ngắn, có trích dẫn.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
train = typer.Typer(help="Huấn luyện lại các mô hình đi kèm.", no_args_is_help=True)
app.add_typer(train, name="train")
output, errors = Console(highlight=False), Console(stderr=True, highlight=False)

IndexFolder = Annotated[Path | None, typer.Option("--index", help="Thư mục kho văn bản.")]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")]


@app.command()
def index(
    paths: Annotated[list[Path], typer.Argument(help="Tệp hoặc thư mục cần đưa vào kho.")],
    folder: IndexFolder = None,
    as_json: AsJson = False,
    sync: Annotated[bool, typer.Option(help="Bỏ khỏi kho những tệp không còn trong PATH.")] = False,
) -> None:
    """Đọc tệp và thư mục vào kho văn bản; tệp không đổi thì không đọc lại."""
    from assistant.indexing import index_paths

    settings = load_settings(index=folder)
    missing = [path for path in paths if not path.exists()]
    if missing:
        fail(f"Không tìm thấy: {', '.join(map(str, missing))}. Hãy kiểm tra lại đường dẫn.")
    with progress_bar(shown=errors.is_terminal and not as_json) as progress:
        report = index_paths(paths, settings.index, settings, sync=sync, progress=progress)
    if as_json:
        print_json(index_record(report))
    else:
        show_index_report(report)
    if not report.documents:
        raise typer.Exit(WRONG_USE)
    raise typer.Exit(SOME_UNREADABLE if report.skipped else DONE)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="Tệp cần đọc.")],
    as_json: AsJson = False,
) -> None:
    """Cho xem một văn bản được hiểu như thế nào: thể thức, bố cục, nhiệm vụ, văn bản được dẫn."""
    from assistant.documents.ingest import read_document

    if not file.is_file():
        fail(f"Không tìm thấy tệp {file}. Hãy kiểm tra lại đường dẫn.")
    document = read_document(file, load_settings())
    if as_json:
        print_json(document_record(document))
    else:
        show_document(document)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="Câu hỏi, tiếng Việt hoặc tiếng Anh.")] = None,
    folder: IndexFolder = None,
    as_json: AsJson = False,
    batch: Annotated[Path | None, typer.Option(help="Tệp JSONL, mỗi dòng một câu hỏi.")] = None,
    out: Annotated[Path | None, typer.Option(help="Tệp JSONL ghi câu trả lời của --batch.")] = None,
    group: Annotated[list[str] | None, typer.Option(help="Chỉ hỏi văn bản của nhóm này; lặp lại được.")] = None,
) -> None:
    """Trả lời một câu hỏi, hoặc cả tệp câu hỏi (--batch IN.jsonl --out OUT.jsonl), kèm trích dẫn."""
    if (batch is None) == (question is None) or (batch is None) != (out is None):
        fail("Hãy nhập một câu hỏi, hoặc dùng cả --batch và --out.")
    questions = list(read_batch(batch)) if batch else []
    from assistant import Assistant, Index

    settings = load_settings(index=folder)
    assistant = Assistant(Index.open(settings.index, settings), settings)
    filters = within_groups(group or (), assistant.index.documents.values())
    if batch and out:
        with out.open("w", encoding="utf-8") as file:
            for line in questions:
                file.write(f"{json.dumps(answer_line(assistant, line, filters), ensure_ascii=False)}\n")
        return
    reply = assistant.ask(str(question), filters=filters)
    if as_json:
        print_json(reply_record(reply))
    else:
        show_reply(reply)


@app.command()
def explain(
    question: Annotated[str, typer.Argument(help="Câu hỏi, tiếng Việt hoặc tiếng Anh.")],
    folder: IndexFolder = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="Số đoạn cần xem.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Cho xem câu hỏi được hiểu như thế nào và vì sao từng đoạn được tìm thấy."""
    from assistant import Assistant, Index
    from assistant.explanation import explain as explain_search

    settings = load_settings(index=folder)
    explanation = explain_search(Assistant(Index.open(settings.index, settings), settings), question, limit)
    if as_json:
        print_json(explanation.record())
    else:
        for table in explanation.tables():
            output.print(table)


@app.command()
def serve(
    folder: IndexFolder = None,
    host: Annotated[str | None, typer.Option(help="Địa chỉ phục vụ.")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng phục vụ.")] = None,
) -> None:
    """Mở trang hỏi đáp và API trên máy này."""
    settings = load_settings(index=folder, host=host, port=port)
    from assistant.web.app import serve as serve_forever

    serve_forever(settings.index, settings)


# ---------------------------------------------------------------- training

TextFolder = Annotated[Path, typer.Argument(help="Thư mục văn bản tiếng Việt dùng để huấn luyện.")]
ModelFolder = Annotated[Path, typer.Argument(help="Nơi ghi mô hình.")]


@train.command("repair")
def train_repair(text: TextFolder, out: ModelFolder) -> None:
    """Mô hình phục hồi chữ Việt từ văn bản quét bị nhận dạng sai."""
    from assistant.training.repair import train_repair as run

    run(text, out, progress=lambda line: errors.print(escape(str(line))))


@train.command("proofread")
def train_proofreader(text: TextFolder, out: ModelFolder) -> None:
    """Mô hình sửa dấu thanh mà phần mềm nhận dạng tiếng Việt đọc nhầm trên bản quét."""
    from assistant.training.proofread import train_proofreader as run

    run(text, out, progress=lambda line: errors.print(escape(str(line))))


@train.command("embedder")
def train_embedder(text: TextFolder, out: ModelFolder) -> None:
    """Mô hình véc-tơ câu tiếng Việt."""
    from assistant.training.embedder import train_embedder as run

    run(text, out, progress=lambda line: errors.print(escape(str(line))))


@train.command("answering")
def train_answering(
    questions: Annotated[Path, typer.Argument(help="Thư mục có questions.jsonl, docs/ và docs_garbled/.")],
    out: ModelFolder,
) -> None:
    """Mô hình chọn đoạn trả lời và quyết định khi nào nên trả lời; in các số đo được."""
    from assistant.training.answering import train_answering as run

    run(questions, out, progress=lambda line: errors.print(escape(str(line))))


def within_groups(groups: Sequence[str], documents: Iterable[Document]) -> Filters:
    """The filters that keep to `groups`; a group that the index does not have ends the command, or it would be
    taken for documents that do not say."""
    from assistant.language.vietnamese import nfc
    from assistant.retrieval.hybrid import groups_of

    wanted, known = [nfc(group).strip() for group in groups], groups_of(documents)
    unknown = [group for group in wanted if group not in known]
    if unknown:
        there_are = f"Các nhóm có trong kho: {', '.join(known)}." if known else "Kho này không chia nhóm."
        fail(f"Kho không có nhóm {', '.join(unknown)}. {there_are}")
    return Filters(groups=tuple(wanted))


# ---------------------------------------------------------------- batch


def read_batch(path: Path) -> Iterator[dict[str, Any]]:
    """The questions of a JSONL file; a line that is no question stops the command before any is answered."""
    if not path.is_file():
        fail(f"Không tìm thấy tệp {path}. Hãy kiểm tra lại đường dẫn.")
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            yield {
                "id": record["id"],
                "question": str(record["question"]),
                "history": [(str(question), str(answer)) for question, answer in record.get("history") or ()],
            }
        except (ValueError, KeyError, TypeError) as fault:
            fail(
                f'{path}, dòng {number}: cần một đối tượng JSON có "id" và "question" '
                f'("history" là các cặp [câu hỏi, câu trả lời]) ({fault}).'
            )


def answer_line(assistant: Any, line: dict[str, Any], filters: Filters) -> dict[str, Any]:
    """One line of the batch's answers; a question that cannot be taken is declined with the reason."""
    try:
        return {"id": line["id"], **reply_record(assistant.ask(line["question"], line["history"], filters))}
    except QuestionError as error:
        return {"id": line["id"], "status": "abstained", "answer": error.for_user, "confidence": 0.0, "citations": []}


# ---------------------------------------------------------------- shown to people


def print_json(record: dict[str, Any]) -> None:
    """One JSON object on standard output."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def fail(message: str) -> NoReturn:
    """Say what was wrong and end with the exit code of wrong use."""
    errors.print(f"[red]{escape(message)}[/red]")
    raise typer.Exit(WRONG_USE)


STAGES = {"reading": "đọc", "ocr": "nhận dạng chữ", "repair": "phục hồi dấu", "structure": "tìm bố cục"}


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[Step], None] | None]:
    """A callback that shows on standard error which file is at which stage; None where nobody is watching."""
    if not shown:
        yield None
        return
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        finished = bar.add_task("Đã xong", total=None)
        files: dict[str, Any] = {}  # those being read now

        def tell(step: Step) -> None:
            if step.stage in STAGES:
                if step.file not in files:
                    files[step.file] = bar.add_task("", total=None)
                description = escape(f"{step.file}: {STAGES[step.stage]}")
                bar.update(files[step.file], description=description, completed=step.done, total=step.total or None)
                return
            if step.file in files:
                bar.remove_task(files.pop(step.file))
            bar.advance(finished)

        yield tell


def show_index_report(report: IndexReport) -> None:
    """What was indexed, and each file that could not be read with what to do."""
    output.print(
        f"Kho có {report.documents} văn bản, {report.chunks} đoạn ({report.seconds:.1f} giây): "
        f"thêm {len(report.added)}, thay {len(report.replaced)}, bỏ {len(report.removed)}, "
        f"giữ nguyên {len(report.unchanged)}."
    )
    for skipped in report.skipped:
        errors.print(f"[yellow]Bỏ qua {escape(skipped.file)}:[/yellow] {escape(skipped.for_user)}")


LAYERS = {"clean": "chữ rõ", "garbled": "chữ nhận dạng sai, đã phục hồi", "scan": "đọc từ ảnh quét"}


VERDICTS = {
    "clean": "rõ",
    "garbled": "bị nhận dạng sai",
    "unmarked": "không dấu",
    "foreign": "tiếng nước ngoài",
    "unreadable": "mất bảng mã",
    "missing": "không có",
}
DONE_WITH = {"kept": "giữ nguyên", "repaired": "đã phục hồi", "seen": "đọc lại từ ảnh"}


WORD_CLASSES = {
    "marked": "có dấu",
    "accented": "có thanh",
    "plain": "không cần dấu",
    "stripped": "mất dấu",
    "misread": "sai dấu",
    "mixed": "lẫn chữ số",
    "alien": "lạ",
}


def reason_said(reason: str) -> str:
    """The counts of word classes behind a judgement, in Vietnamese: "12 marked" -> "12 có dấu"."""
    return re.sub(r"\b[a-z]+\b", lambda match: WORD_CLASSES.get(match[0], match[0]), reason)


def show_document(document: Document) -> None:
    """The official form, the outline and the tasks of one document."""
    metadata = document.metadata
    table = Table(title=escape(document.file), show_header=False)
    rows = {
        "Số, ký hiệu": metadata.number,
        "Loại": metadata.kind,
        "Cơ quan ban hành": metadata.issuer,
        "Cơ quan chủ quản": metadata.superior,
        "Địa danh": metadata.place,
        "Ngày ban hành": metadata.issued_on,
        "Trích yếu": metadata.subject,
        "Người ký": metadata.signer,
        "Chức vụ": metadata.position,
        "Nơi nhận": "; ".join(metadata.recipients) or None,
        "Độ mật": metadata.secrecy,
        "Độ khẩn": metadata.urgency,
        "Lớp chữ": LAYERS[document.text_layer],
        "Trang": str(document.pages),
    }
    for name, value in rows.items():
        table.add_row(name, escape(value) if value else "[dim]không có[/dim]")
    output.print(table)
    for layer in document.layers:
        output.print(
            f"[dim]Trang {layer.page}: lớp chữ {VERDICTS[layer.verdict]}, {DONE_WITH[layer.done]} "
            f"({escape(reason_said(layer.reason))})[/dim]"
        )
    for section in document.outline:
        output.print("  " * (section.level - 1) + escape(f"{section.label} {section.title}".strip()))
    for task in document.tasks:
        output.print(
            escape(
                f"Nhiệm vụ {task.number or '-'}: {task.content} | chủ trì: {', '.join(task.lead) or '-'} | "
                f"phối hợp: {', '.join(task.coordinators) or '-'} | thời hạn: {task.deadline or '-'}"
            )
        )
    for note in document.notes:
        errors.print(f"[yellow]{escape(note)}[/yellow]")


def show_reply(reply: Reply) -> None:
    """The answer, then the passages that prove it; an abstention shows the nearest passages as such."""
    if reply.query.rewritten:
        output.print(f"[dim]Hiểu là: {escape(reply.query.rewritten)}[/dim]")
    output.print(escape(reply.text))
    if isinstance(reply, Abstention) and reply.nearest:
        output.print("\n[dim]Đoạn gần nhất trong kho (không trả lời câu hỏi):[/dim]")
    cited = reply.nearest if isinstance(reply, Abstention) else reply.citations
    for citation in cited:
        output.print(Panel(escape(citation.text), title=escape(describe(citation)), title_align="left"))
        if citation.garbled:
            output.print(f"[dim]Nguyên văn trong tệp: {escape(citation.quote)}[/dim]")
    if isinstance(reply, Answer) and reply.citations:
        output.print(f"[dim]Độ tin cậy {reply.confidence:.0%}. Hãy kiểm tra văn bản gốc trước khi sử dụng.[/dim]")


def describe(citation: Citation) -> str:
    """A citation's document and place in one line."""
    metadata = citation.metadata
    named = [metadata.kind, metadata.number and f"số {metadata.number}", metadata.issuer and f"của {metadata.issuer}"]
    first, last = citation.lines
    where = f"trang {citation.page}, dòng {first}" + (f"-{last}" if last > first else "")
    return f"[{citation.marker}] {' '.join(filter(None, named)) or citation.document} ({citation.document}, {where})"


def main(arguments: Iterable[str] | None = None) -> None:
    """Run the command line; our own errors end in one Vietnamese line and exit code 2."""
    try:
        app(args=list(arguments) if arguments is not None else None)
    except AssistantError as error:
        errors.print(f"[red]{escape(error.for_user)}[/red]")
        errors.print(f"[dim]{escape(str(error))}[/dim]")
        raise SystemExit(WRONG_USE) from error


__all__ = ["Settings", "app", "main"]
