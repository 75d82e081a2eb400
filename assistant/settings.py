"""Every setting, one frozen object read once (environment `ASSISTANT_*`, `.env`, flags of the command line)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import SettingsError


class Settings(BaseSettings):
    """What can be chosen. Each field is the environment variable `ASSISTANT_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_file=".env", frozen=True, extra="ignore")

    # reading
    ocr_language: str = "vie"
    ocr_dpi: int = Field(default=300, ge=72, le=600)
    ocr_seconds_per_page: float = Field(default=60.0, gt=0)
    read_seconds: float = Field(default=600.0, gt=0, description="time limit for one file")
    read_memory_mb: int = Field(default=2048, gt=0, description="memory limit for one file")
    max_pages: int = Field(default=2000, gt=0)
    max_file_mb: int = Field(default=100, gt=0)
    workers: int = Field(default=0, ge=0, description="processes that read files; 0: one for each core")
    doubtful_below: float = Field(default=0.6, ge=0, le=1, description="repaired words below are shown as doubtful")

    # chunks, in syllables
    chunk_size: int = Field(default=180, gt=0)

    # finding
    embedding_model: str = Field(default="", description="a sentence-transformers model; empty: the shipped one")

    # answering
    answer_threshold: float | None = Field(
        default=None, ge=0, le=1, description="confidence below abstains; None: as calibrated"
    )
    max_question_length: int = Field(default=2000, gt=0)

    # wording by a language model, optional
    llm_base_url: str = Field(default="", description="endpoint in OpenAI's protocol; empty: no language model")
    llm_model: str = Field(default="", description="the model's name at that endpoint")
    llm_key: str = Field(default="", repr=False, description="its key, where it needs one")
    llm_timeout: float = Field(default=8.0, gt=0, le=120, description="seconds after which the extracted answer stands")

    # serving
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    index: Path = Path("indexes/default")
    admin_key: str = Field(default="", description="needed for writing routes; empty: loopback only")
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="portals that may use the widget and the API: https://a.gov.vn,https://b.gov.vn"
    )
    questions_per_minute: int = Field(default=120, ge=0, description="of one client address; 0: no limit")
    keep_questions_days: int = Field(default=90, ge=0, description="questions kept for the quality page; 0: none")
    report: Path | None = Field(
        default=None, description="folder of the harness's last report; None: `report` in the index folder"
    )

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _origins(cls, value: object) -> tuple[str, ...]:
        """Origins stand in headers as they are, so nothing but scheme, host and port may pass."""
        given = re.split(r"[\s,]+", value.strip('[] "')) if isinstance(value, str) else [str(each) for each in value]  # type: ignore[attr-defined]
        origins = tuple(each.strip("\"'").rstrip("/") for each in given if each)
        for origin in origins:
            if not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+", origin):
                raise ValueError(f"expected scheme://host[:port], got {origin}")
        return origins


def load_settings(**overrides: object) -> Settings:
    """The settings of the environment and `.env`, with `overrides` above them.

    Raises SettingsError naming the setting, what was expected and what came.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}, got {e['input']!r}" for e in error.errors())
        raise SettingsError(faults, f"Cấu hình chưa đúng: {faults}") from error
