"""The recogniser of lines and the detector of lines: PP-OCR models by onnxruntime.

The models lie in rapidocr's wheel; nothing is ever fetched. Lines are recognised here and not
by rapidocr's own recogniser, because that one widens every picture to 320 pixels, six times
the width of most cells, and tells no more than one text for each.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
import rapidocr
from rapidocr import RapidOCR

from parsers.reading.model import Unreadable
from parsers.reading.ocr.budget import COLUMN, DETECTION, count_work
from parsers.reading.ocr.sheet import Picture

THREADS = 1  # a parser process is one of several, with a limit on its processor time
HEIGHT = 48  # pixels: what the recogniser was trained on
NARROWEST = 48
WIDEST = 1600  # pixels: a full line of small print has about 1,400
# Pixels of width recognised at once: the answers of a batch take about 10 KB a pixel.
BATCH_WIDTH = 1200
STEP = 8  # pixels of width for one answer of the recogniser

DETECTOR_SIDE = 736  # pixels: the longest side given to the detector


@dataclass(frozen=True, slots=True)
class Read:
    """A line as recognised; `sure` is the probability of its least certain character.

    number: the same line read with nothing but digits and their marks to choose from;
    number_sure: likewise, among these alone.
    """

    text: str
    sure: float
    number: str
    number_sure: float


class RecognitionFailed(Exception):
    """A model could not be run on a page: nearly always for want of memory."""


NOTHING = Read("", 0.0, "", 0.0)
DIGITS = "0123456789.,+-/—"


def prepare() -> None:
    """Load the recogniser. Raises Unreadable where the models are not installed with rapidocr."""
    cv2.setNumThreads(THREADS)
    _recogniser()


def recognise(lines: Sequence[Picture], go_on: Callable[[], None]) -> list[Read]:
    """The texts of lines given as pictures of HEIGHT pixels (uint8, dark on light).

    go_on: called before every batch; it raises where the time is up.
    """
    found = [NOTHING] * len(lines)
    session, characters, digits = _recogniser()
    name = session.get_inputs()[0].name
    for batch in _batches(lines):
        go_on()
        stack = _stacked([lines[index] for index in batch])
        count_work(COLUMN * len(batch) * stack.shape[-1])
        try:
            answer = session.run(None, {name: stack})[0]
        except Exception as error:  # the runtime's own kinds have no base in common
            raise RecognitionFailed(_first_line(error)) from error
        for index, scores in zip(batch, answer, strict=True):
            steps = -(-lines[index].shape[1] // STEP) + 1  # behind it there is only filling
            found[index] = _decoded(scores[:steps], characters, digits)
    return found


def _batches(lines: Sequence[Picture]) -> Iterator[list[int]]:
    """Lines of about one width together: filling costs as much time as print."""
    batch: list[int] = []
    for index in sorted(range(len(lines)), key=lambda i: lines[i].shape[1]):
        if batch and (len(batch) + 1) * lines[index].shape[1] > BATCH_WIDTH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _stacked(lines: Sequence[Picture]) -> Any:
    width = max(max(line.shape[1] for line in lines), NARROWEST)
    width = -(-width // STEP) * STEP
    stack = np.zeros((len(lines), 3, HEIGHT, width), np.float32)
    for place, line in zip(stack, lines, strict=True):
        place[:, :, : line.shape[1]] = line / 127.5 - 1.0
    return stack


def _decoded(scores: Any, characters: tuple[str, ...], digits: tuple[int, ...]) -> Read:
    """The most probable character of every step; repetitions and blanks (class 0) fall away."""
    text, sure = _joined(scores.argmax(axis=1), scores.max(axis=1), characters)
    allowed = scores[:, digits]
    best = allowed.argmax(axis=1)
    certain = allowed.max(axis=1) / np.maximum(allowed.sum(axis=1), 1e-9)
    number, number_sure = _joined(best, certain, ("", *DIGITS))
    return Read(text, sure, number, number_sure)


def _joined(best: Any, sure: Any, characters: Sequence[str]) -> tuple[str, float]:
    text: list[str] = []
    least = 1.0
    before = 0
    for kind, probability in zip(best.tolist(), sure.tolist(), strict=True):
        if kind not in (0, before):
            text.append(characters[kind])
            least = min(least, probability)
        before = kind
    return "".join(text), least if text else 0.0


def detect(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Where lines of text are: (left, top, right, bottom) in pixels, unordered."""
    count_work(DETECTION)
    scale = min(1.0, DETECTOR_SIDE / max(picture.shape))
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    colours = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    try:
        found: Any = _detector()(colours, use_det=True, use_cls=False, use_rec=False)
    except Exception as error:  # likewise
        raise RecognitionFailed(_first_line(error)) from error
    if found.boxes is None:
        return []
    corners = np.asarray(found.boxes, np.float64) / scale
    low, high = corners.min(axis=1), corners.max(axis=1)
    return [(*a, *b) for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[-1][:200]


@cache
def _recogniser() -> tuple[onnxruntime.InferenceSession, tuple[str, ...], tuple[int, ...]]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = THREADS
    options.enable_cpu_mem_arena = False  # pages differ in size: kept memory would only grow
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        str(_model("rec")), options, providers=["CPUExecutionProvider"]
    )
    listed = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    characters = ("", *listed, " ")
    return session, characters, (0, *(characters.index(mark) for mark in DIGITS))


@cache
def _detector() -> RapidOCR:
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": DETECTOR_SIDE,
            # Never enlarged: a strip of a page is wide and low.
            "Det.limit_side_len": DETECTOR_SIDE,
            "Det.limit_type": "max",
            "Det.model_path": str(_model("det")),
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
        }
    )


def _model(kind: str) -> Path:
    folder = Path(rapidocr.__file__).parent / "models"
    found = sorted(folder.glob(f"*_{kind}_*.onnx"))
    if not found:
        raise Unreadable(
            f"page images: expected a model *_{kind}_*.onnx in {folder}, found none; "
            "install a rapidocr that brings its models (3.10 does)"
        )
    return found[-1]
