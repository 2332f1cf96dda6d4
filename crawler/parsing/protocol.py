"""Messages between the pool and its workers: a JSON head and bytes, each with its length."""

from __future__ import annotations

import math
import struct
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict

from parsers.record import Hints

FRAME = struct.Struct(">II")
"""Lengths in bytes of the head and of the body that follow."""

MAX_ANSWER = 256 << 20
"""Bytes; a longer answer is no record."""


class Task(BaseModel):
    """The head of one document to parse; its bytes are the body.

    timeout: seconds of the processor for it; recognition: those that are left for recognition.
    """

    model_config = ConfigDict(ser_json_inf_nan="constants")

    hints: Hints
    declared_charset: str | None
    timeout: float
    recognition: float = math.inf


class Answer(BaseModel):
    """The head of an answer; the record as JSON is the body, empty for the first (ready).

    memory: peak of the worker, bytes. fault: the parser's own error, which it must not raise.
    recognition: seconds of the processor that recognition took.
    """

    memory: int
    fault: str = ""
    recognition: float = 0.0


def pack(head: BaseModel, body: bytes) -> tuple[bytes, bytes]:
    """One message as the two pieces to write, so that a large body is not copied."""
    head_bytes = head.model_dump_json().encode()
    return FRAME.pack(len(head_bytes), len(body)) + head_bytes, body


def read_message(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next message of a blocking stream; None at its end."""
    frame = stream.read(FRAME.size)
    if len(frame) < FRAME.size:
        return None
    head_size, body_size = FRAME.unpack(frame)
    head, body = stream.read(head_size), stream.read(body_size)
    return (head, body) if len(body) == body_size else None
