"""What can go wrong, as one tree.

AssistantError
├── ReadError                 a file could not become a document
│   ├── UnsupportedFormat     the kind of file is not one we read
│   ├── BrokenFile            the bytes are not what the kind of file promises
│   ├── EncryptedFile         a password is needed
│   ├── EmptyFile             nothing to read in it
│   ├── FileTooLarge          over the limits of size, pages or time
│   └── MissingTool           a system program that this file needs is not installed
├── StoreError                an index folder cannot be used
│   ├── IndexNotFound         there is no index there yet
│   ├── IndexDamaged          a file of the index is missing or changed (sha256)
│   └── IndexMismatch         made with another embedding model or version
├── ModelError                a shipped or named model cannot be loaded
├── QuestionError             a question cannot be taken (empty, too long)
└── SettingsError             a setting has a value that cannot be used

`message` is English for logs and engineers; `for_user` is Vietnamese: what was wrong, in which file, and what to do.
"""

from __future__ import annotations


class AssistantError(Exception):
    """The root of everything this package raises on purpose.

    `message` says the thing, what was expected and what came (English, for logs);
    `for_user` says it in Vietnamese with what to do next.
    """

    for_user: str

    def __init__(self, message: str, for_user: str | None = None) -> None:
        super().__init__(message)
        self.for_user = for_user or self.default_for_user()

    @classmethod
    def default_for_user(cls) -> str:
        """The Vietnamese sentence for this kind of error when nothing more precise is known."""
        return "Hệ thống gặp lỗi. Vui lòng thử lại hoặc báo cho người quản trị."


class ReadError(AssistantError):
    """A file could not become a document."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Không đọc được tệp. Vui lòng kiểm tra lại tệp."


class UnsupportedFormat(ReadError):
    """The kind of file is not one we read."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Định dạng tệp chưa được hỗ trợ. Hãy chuyển sang PDF, DOCX hoặc TXT."


class BrokenFile(ReadError):
    """The bytes are not what the kind of file promises."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Tệp bị hỏng. Hãy mở và lưu lại tệp, hoặc xin bản khác."


class EncryptedFile(ReadError):
    """A password is needed."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Tệp được bảo vệ bằng mật khẩu. Hãy gỡ mật khẩu rồi đưa lại tệp."


class EmptyFile(ReadError):
    """Nothing to read in it."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Tệp không có nội dung."


class FileTooLarge(ReadError):
    """Over the limits of size, pages or time."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Tệp vượt quá giới hạn cho phép. Hãy chia nhỏ tệp."


class MissingTool(ReadError):
    """A system program that this file needs is not installed."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Máy chủ thiếu chương trình cần để đọc tệp này. Hãy báo cho người quản trị."


class StoreError(AssistantError):
    """An index folder cannot be used."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Không dùng được kho văn bản. Hãy báo cho người quản trị."


class IndexNotFound(StoreError):
    """There is no index there yet."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Chưa có kho văn bản. Hãy chạy lệnh `assistant index` trước."


class IndexDamaged(StoreError):
    """A file of the index is missing or changed (sha256)."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Kho văn bản bị hỏng. Hãy lập lại bằng lệnh `assistant index`."


class IndexMismatch(StoreError):
    """Made with another embedding model or version."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Kho văn bản được lập bằng mô hình khác. Hãy lập lại bằng lệnh `assistant index`."


class ModelError(AssistantError):
    """A shipped or named model cannot be loaded."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Không nạp được mô hình. Hãy báo cho người quản trị."


class QuestionError(AssistantError):
    """A question cannot be taken (empty, too long)."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Vui lòng nhập câu hỏi."


class SettingsError(AssistantError):
    """A setting has a value that cannot be used."""

    @classmethod
    def default_for_user(cls) -> str:
        return "Cấu hình chưa đúng. Hãy báo cho người quản trị."
