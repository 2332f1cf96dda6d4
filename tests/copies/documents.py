"""Made-up reports, and the documents in which several sources show them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random

from crawler.items import Document, SourceKind
from parsers.attribution import Evidence, attribute
from parsers.record import Cell, Hints, Record, Section
from tests.attribution.agencies import Publisher

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
COLUMNS = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")
_SENTENCES = (
    "全年通过门户网站主动公开政府信息{n}条，其中政策文件{m}条。",
    "受理依申请公开{m}件，均在法定期限内答复。",
    "组织政务公开培训{m}次，参训{n}人次。",
    "更新机构职能、领导分工等栏目{m}个，清理失效内容{n}条。",
    "政务微信公众号推送信息{n}篇，阅读量{m}万次。",
    "召开新闻发布会{m}场，回应群众关切{n}件。",
    "及时公开财政预决算、重大项目、民生实事等信息{n}条。",
    "对照考核指标逐项整改问题{m}个，完善制度{m}项。",
    "梳理基层政务公开标准目录，编制事项{n}项。",
    "接待群众来电来访咨询{n}人次，满意率{m}%。",
)


@dataclass(frozen=True)
class Report:
    """One report as its agency wrote it. numbers: of table 3, row by row; nil where all are 0."""

    publisher: Publisher
    year: int
    sentences: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]

    @property
    def truth(self) -> tuple[str, int]:
        """Agency and year: documents of one truth are one report."""
        return self.publisher.key, self.year


@dataclass(frozen=True)
class Copy:
    """How a source shows a report. name: as printed there. shown: the share of the text that it
    shows. hints: what the way to it tells. word: title of its edition behind the report's. signed:
    who signs it, where the name is its uploader's and stands in the link to it alone."""

    report: Report
    url: str
    kind: SourceKind
    name: str
    shown: float = 1.0
    hints: tuple[tuple[str, str], ...] = ()
    word: str = ""
    signed: str = ""


def report_of(draw: Random, publisher: Publisher, year: int, nil: bool = False) -> Report:
    """A report with sentences and numbers of its own; nil: nobody applied for anything."""
    top = 1 if nil else 90
    rows = tuple(tuple(draw.randrange(top) for _ in COLUMNS) for _ in range(4))
    return Report(publisher, year, sentences(draw), rows)


def sentences(draw: Random) -> tuple[str, ...]:
    """Prose with numbers in it, in an order of its own."""
    chosen = draw.sample(_SENTENCES, len(_SENTENCES))
    return tuple(s.format(n=draw.randrange(10, 900), m=draw.randrange(2, 60)) for s in chosen)


def corrected(draw: Random, report: Report) -> Report:
    """The same with one number put right."""
    first = (report.numbers[0][0] + draw.randrange(1, 9), *report.numbers[0][1:])
    return replace(report, numbers=(first, *report.numbers[1:]))


def document(copy: Copy) -> Document:
    """The document, attributed as the parser would; its tables as read."""
    report, place = copy.report, copy.report.publisher.place.name
    title = f"{copy.name}{report.year}年政府信息公开工作年度报告{copy.word}"
    prose = [s.replace("{place}", place) for s in report.sentences]
    lines = [title, "根据《中华人民共和国政府信息公开条例》，编制本报告。", *prose]
    lines = lines[: max(3, round(len(lines) * copy.shown))]
    hints = Hints.model_validate({"url": copy.url, **dict(copy.hints)})
    titles: tuple[str, ...] = (title,)
    if copy.signed:
        lines = [*lines[1:], copy.signed, f"{report.year + 1}年1月20日"]
        titles, hints = (), hints.model_copy(update={"link_text": title})
    told = attribute(Evidence(titles, tuple(lines), "", hints))
    rows = ("received", "granted", "total", "carried_out")
    cells = tuple(
        _cell(row, column, report.numbers[at][i], missing=copy.shown < 1 and at > 1)
        for at, row in enumerate(rows)
        for i, column in enumerate(COLUMNS)
    )
    text = "\n".join(lines)
    record = Record(
        outcome="report",
        extractor="html",
        title=told.title,
        text=text,
        agency=told.agency,
        year=told.year,
        corrected=told.corrected,
        template="2021",
        status="incomplete" if copy.shown < 1 else "verified",
        cells=cells,
        cells_expected=len(cells),
        cells_read=sum(cell.state == "number" for cell in cells),
        sections=(Section(number=1, heading="总体情况", text=text),),
    )
    data = f"{copy.url}\n{title}\n{text}\n{report.numbers}".encode()
    return Document(
        url=copy.url,
        data=data,
        headers=(),
        fetched_at=NOON,
        http_status=200,
        kind=copy.kind,
        hints=hints,
        record=record,
    )


def _cell(row: str, column: str, number: int, missing: bool) -> Cell:
    if missing:
        return Cell(table="applications", row=row, column=column, state="missing", detail="cut")
    value = str(number)
    return Cell(
        table="applications", row=row, column=column, state="number", value=value, raw=value
    )
