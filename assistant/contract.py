"""The outside shapes: our dataclasses as the JSON that other programs rely on."""

from __future__ import annotations

from typing import Any

from assistant.schema import Abstention, Answer, Citation, Clarification, Document, IndexReport, Reply


def citation_record(citation: Citation) -> dict[str, Any]:
    """One citation of an answer."""
    return {
        "marker": citation.marker,
        "document": citation.document,
        "document_id": citation.document_id,
        "number": citation.metadata.number,
        "kind": citation.metadata.kind,
        "issuer": citation.metadata.issuer,
        "issued_on": citation.metadata.issued_on,
        "subject": citation.metadata.subject,
        "page": citation.page,
        "lines": list(citation.lines),
        "start": citation.start,
        "end": citation.end,
        "headings": list(citation.headings),
        "quote": citation.quote,
        "text": citation.text,
        "highlights": [list(span) for span in citation.highlights],
        "garbled": citation.garbled,
    }


STATUS = {Answer: "answered", Abstention: "abstained", Clarification: "clarify"}


def reply_record(reply: Reply) -> dict[str, Any]:
    """One reply, as `assistant ask --json`, the batch and `POST /api/v1/ask` give it.

    The nearest passages of an abstention stand under `nearest`, never under `citations`: they prove nothing.
    """
    cited = () if isinstance(reply, Abstention) else reply.citations
    return {
        "status": STATUS[type(reply)],
        "answer": reply.text,
        "confidence": round(getattr(reply, "confidence", 1.0), 4),
        "citations": [citation_record(citation) for citation in cited],
        "nearest": [citation_record(citation) for citation in getattr(reply, "nearest", ())],
        "choices": list(getattr(reply, "choices", ())),
        "suggestions": list(getattr(reply, "suggestions", ())),
        "rewritten": reply.query.rewritten,
        "latency_ms": round(reply.latency_ms, 2),
    }


def document_record(document: Document) -> dict[str, Any]:
    """One document as `assistant read --json` gives it."""
    metadata = document.metadata
    return {
        "file": document.file,
        "metadata": {
            "number": metadata.number,
            "kind": metadata.kind,
            "issuer": metadata.issuer,
            "superior": metadata.superior,
            "province": metadata.province,
            "place": metadata.place,
            "issued_on": metadata.issued_on,
            "subject": metadata.subject,
            "signer": metadata.signer,
            "position": metadata.position,
            "recipients": list(metadata.recipients),
            "secrecy": metadata.secrecy,
            "urgency": metadata.urgency,
        },
        "text_layer": document.text_layer,
        "pages": document.pages,
        "layers": [
            {"page": layer.page, "verdict": layer.verdict, "reason": layer.reason, "done": layer.done}
            for layer in document.layers
        ],
        "lines": [
            {"page": line.page, "line": line.number, "source": line.source, "text": line.text}
            for line in document.lines
        ],
        "outline": [
            {"level": section.level, "kind": section.kind, "label": section.label, "title": section.title}
            for section in document.outline
        ],
        "tasks": [
            {
                "number": task.number,
                "section": task.section,
                "content": task.content,
                "lead": list(task.lead),
                "coordinators": list(task.coordinators),
                "deadline": task.deadline,
            }
            for task in document.tasks
        ],
        "references": [
            {"number": reference.number, "relation": reference.relation, "issued_on": reference.issued_on}
            for reference in document.references
        ],
        "notes": list(document.notes),
    }


def index_record(report: IndexReport) -> dict[str, Any]:
    """What `assistant index --json` prints."""
    return {
        "documents": report.documents,
        "chunks": report.chunks,
        "skipped": [
            {"file": skipped.file, "reason": skipped.reason, "for_user": skipped.for_user} for skipped in report.skipped
        ],
        "seconds": round(report.seconds, 3),
        "added": list(report.added),
        "replaced": list(report.replaced),
        "removed": list(report.removed),
        "unchanged": list(report.unchanged),
    }
