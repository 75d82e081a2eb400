"""Say what went wrong over HTTP: problem+json (RFC 9457) with a Vietnamese detail, without paths or stack traces."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.errors import (
    AssistantError,
    EmptyFile,
    FileTooLarge,
    QuestionError,
    ReadError,
    StoreError,
    UnsupportedFormat,
)

log = logging.getLogger(__name__)

TITLES = {
    400: "Yêu cầu chưa đúng",
    401: "Cần khóa quản trị",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Phương thức không được hỗ trợ",
    409: "Đang bận",
    413: "Tệp quá lớn",
    415: "Định dạng chưa được hỗ trợ",
    422: "Dữ liệu chưa hợp lệ",
    429: "Quá nhiều yêu cầu",
    500: "Lỗi hệ thống",
    503: "Chưa sẵn sàng",
}
DETAILS = {
    400: "Yêu cầu không đúng định dạng. Vui lòng kiểm tra lại.",
    401: "Thao tác này cần khóa của người quản trị.",
    403: "Bạn không được phép thực hiện thao tác này.",
    404: "Không có địa chỉ này.",
    405: "Địa chỉ này không nhận phương thức vừa gửi.",
    413: "Dữ liệu gửi lên vượt quá giới hạn.",
    429: "Bạn gửi quá nhiều yêu cầu. Vui lòng thử lại sau ít phút.",
    500: "Hệ thống gặp lỗi. Vui lòng thử lại hoặc báo cho người quản trị.",
    503: "Hệ thống chưa sẵn sàng. Vui lòng thử lại sau ít phút.",
}
STATUS_OF: tuple[tuple[type[AssistantError], int], ...] = (
    (QuestionError, 422),
    (UnsupportedFormat, 415),
    (FileTooLarge, 413),
    (EmptyFile, 422),
    (ReadError, 422),
    (StoreError, 503),
    (AssistantError, 500),
)
FAULTS = {
    "missing": "còn thiếu",
    "string_type": "phải là chuỗi ký tự",
    "string_too_short": "không được để trống",
    "string_too_long": "quá dài",
    "string_pattern_mismatch": "không đúng dạng",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "float_parsing": "phải là số",
    "bool_parsing": "phải là true hoặc false",
    "greater_than_equal": "quá nhỏ",
    "less_than_equal": "quá lớn",
    "literal_error": "không thuộc các giá trị cho phép",
    "list_type": "phải là một danh sách",
    "tuple_type": "phải là một cặp",
    "too_long": "có quá nhiều phần tử",
    "too_short": "có quá ít phần tử",
    "json_invalid": "không phải JSON hợp lệ",
    "model_attributes_type": "phải là một đối tượng JSON",
    "dict_type": "phải là một đối tượng JSON",
    "extra_forbidden": "không được hỗ trợ",
}


class Problem(Exception):
    """An answer other than success, on purpose. `detail` is Vietnamese and tells the user what to do."""

    def __init__(
        self, status: int, detail: str | None = None, headers: Mapping[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(detail or DETAILS.get(status, DETAILS[400]))
        self.status = status
        self.detail = str(self)
        self.headers = headers
        self.extra = extra


def problem_record(status: int, detail: str, **extra: Any) -> dict[str, Any]:
    """The members of a problem document."""
    return {
        "type": "about:blank",
        "title": TITLES.get(status, TITLES[400]),
        "status": status,
        "detail": detail,
        **extra,
    }


def problem_response(status: int, detail: str, headers: Mapping[str, str] | None = None, **extra: Any) -> JSONResponse:
    """One problem as a response."""
    body = problem_record(status, detail, **extra)
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")


def problem_of(error: AssistantError) -> Problem:
    """One of our errors as a problem: its Vietnamese sentence, never its English message or a folder of the server."""
    status = next(status for kind, status in STATUS_OF if isinstance(error, kind))
    return Problem(status, error.default_for_user() if isinstance(error, StoreError) else error.for_user)


def fault_of(error: Mapping[str, Any]) -> dict[str, str]:
    """One fault that validation found: which field, and what is wrong with it."""
    field = ".".join(str(part) for part in error["loc"] if part not in ("body", "query", "path", "header"))
    return {"field": field or "body", "fault": FAULTS.get(str(error["type"]), "không hợp lệ")}


def install_problems(app: FastAPI) -> None:
    """Make every failure of `app` answer as problem+json."""

    @app.exception_handler(Problem)
    async def _problem(request: Request, error: Problem) -> JSONResponse:
        return problem_response(error.status, error.detail, error.headers, **error.extra)

    @app.exception_handler(AssistantError)
    async def _ours(request: Request, error: AssistantError) -> JSONResponse:
        log.warning("%s %s: %s", request.method, request.url.path, error)
        problem = problem_of(error)
        return problem_response(problem.status, problem.detail)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        faults = [fault_of(each) for each in error.errors()]
        named = "; ".join(f"{fault['field']}: {fault['fault']}" for fault in faults)
        return problem_response(422, f"Dữ liệu gửi lên chưa hợp lệ: {named}.", errors=faults)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        detail = DETAILS.get(error.status_code, DETAILS[400])
        return problem_response(error.status_code, detail, headers=error.headers)

    @app.exception_handler(Exception)  # the server logs the trace
    async def _unexpected(request: Request, error: Exception) -> JSONResponse:
        return problem_response(500, DETAILS[500])
