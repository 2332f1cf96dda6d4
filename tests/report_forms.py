"""The tables of the official report forms, as rows of (text, colspan, rowspan).

Structure after 国办公开办函〔2019〕60号 and 〔2021〕30号. The values are made up; those of
one table of applications or proceedings all differ, so that a shifted cell is seen.
"""

from __future__ import annotations

Row = list[tuple[str, int, int]]

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
DENIED = (
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
)
UNAVAILABLE = (
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
)
UNPROCESSED = (
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
)
OTHER_2021 = (
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
)


def _plain(*texts: str) -> Row:
    return [(text, 1, 1) for text in texts]


def disclosure_2021() -> list[Row]:
    """Table 2 of the 2021 form, four columns; blank, "/" and a long decimal among the values."""
    return [
        [("第二十条第（一）项", 4, 1)],
        _plain("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        _plain("规章", "2", "", "12"),
        _plain("行政规范性文件", "50", "227", "420"),
        [("第二十条第（五）项", 4, 1)],
        [("信息内容", 1, 1), ("本年处理决定数量", 3, 1)],
        [("行政许可", 1, 1), ("1573179", 3, 1)],
        [("第二十条第（六）项", 4, 1)],
        [("信息内容", 1, 1), ("本年处理决定数量", 3, 1)],
        [("行政处罚", 1, 1), ("2676474", 3, 1)],
        [("行政强制", 1, 1), ("/", 3, 1)],
        [("第二十条第（八）项", 4, 1)],
        [("信息内容", 1, 1), ("本年收费金额（单位：万元）", 3, 1)],
        [("行政事业性收费", 1, 1), ("72701.2578", 3, 1)],
    ]


def disclosure_2019() -> list[Row]:
    """Table 2 of the 2019 form, four columns."""
    return [
        [("第二十条第（一）项", 4, 1)],
        _plain("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
        _plain("规章", "0", "0", "—"),
        _plain("规范性文件", "3", "4", "58"),
        [("第二十条第（五）项", 4, 1)],
        _plain("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        _plain("行政许可", "211", "+19", "40213"),
        _plain("其他对外管理服务事项", "96", "-7", "1536"),
        [("第二十条第（六）项", 4, 1)],
        _plain("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        _plain("行政处罚", "812", "6", "377"),
        _plain("行政强制", "143", "", "28"),
        [("第二十条第（八）项", 4, 1)],
        [("信息内容", 1, 1), ("上一年项目数量", 1, 1), ("本年增/减", 2, 1)],
        [("行政事业性收费", 1, 1), ("15", 1, 1), ("1", 2, 1)],
        [("第二十条第（九）项", 4, 1)],
        [("信息内容", 1, 1), ("采购项目数量", 1, 1), ("采购总金额", 2, 1)],
        [("政府集中采购", 1, 1), ("9", 1, 1), ("43.788万元", 2, 1)],
    ]


def applications(year: int) -> list[Row]:
    """Table 3 of the 2019 or 2021 form: ten grid columns, the last seven hold values.

    The value of body row r (counted from 1) and column c (1-7) is 100 r + c, but four cells:
    row 2 column 3 is blank, row 4 column 2 "/", row 5 column 1 "—", the last row's total "".
    """
    others = OTHER_2021 if year >= 2021 else ()
    labels: list[Row] = [
        [("一、本年新收政府信息公开申请数量", 3, 1)],
        [("二、上年结转政府信息公开申请数量", 3, 1)],
        [
            ("三、本年度办理结果", 1, 20 + max(0, len(others) - 1)),
            ("（一）予以公开", 2, 1),
        ],
        [("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2, 1)],
        *_group("（三）不予公开", DENIED),
        *_group("（四）无法提供", UNAVAILABLE),
        *_group("（五）不予处理", UNPROCESSED),
        *(_group("（六）其他处理", others) if others else [[("（六）其他处理", 2, 1)]]),
        [("（七）总计", 2, 1)],
        [("四、结转下年度继续办理", 3, 1)],
    ]
    marks = {(2, 3): "", (4, 2): "/", (5, 1): "—", (len(labels), 7): ""}
    body = [
        label
        + _plain(*(marks.get((row, column), str(100 * row + column)) for column in range(1, 8)))
        for row, label in enumerate(labels, start=1)
    ]
    return [
        [(CORNER, 3, 3), ("申请人情况", 7, 1)],
        [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
        _plain("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
        *body,
    ]


def _group(name: str, labels: tuple[str, ...]) -> list[Row]:
    first, *rest = labels
    return [[(name, 1, len(labels)), (first, 1, 1)], *([(label, 1, 1)] for label in rest)]


def proceedings() -> list[Row]:
    """Table 4 of both forms: fifteen columns, the values 1 to 15."""
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    return [
        [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
        [
            *((result, 1, 2) for result in results),
            ("未经复议直接起诉", 5, 1),
            ("复议后起诉", 5, 1),
        ],
        _plain(*results, *results),
        _plain(*(str(number) for number in range(1, 16))),
    ]
