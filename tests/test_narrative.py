"""Numbers told in sentences: which number a sentence tells, and which it does not."""

from __future__ import annotations

import pytest

from parsers import Hints, Record, parse
from tests.damaged_form import page

YEAR = 2023  # of the page that the sentences stand in


def told(*sentences: str) -> Record:
    paragraphs = "</p><p>".join(sentences)
    return parse(page().replace("本报告为示例数据。".encode(), paragraphs.encode()), Hints())


def values(*sentences: str) -> dict[str, str]:
    record = told(*sentences)
    assert record.year == YEAR
    assert all(record.text[f.start : f.end] == f.quote for f in record.facts)
    return {fact.indicator: fact.value for fact in record.facts}


TOLD: dict[str, dict[str, str]] = {
    "2022年收到申请8件，2023年收到申请15件。": {"applications_received": "15"},
    "2023年收到申请15件，比2022年增加3件，答复14件。": {
        "applications_received": "15",
        "applications_answered": "14",
    },
    "2023年共受理自然人申请12件、法人申请3件，合计15件。": {"applications_received": "15"},
    "共收到公民、法人和其他组织政府信息公开申请15件。": {"applications_received": "15"},
    "全年共收到信访件30件，政府信息公开申请4件，答复4件。": {
        "applications_received": "4",
        "applications_answered": "4",
    },
    "收到政府信息公开申请5件。已答复4件。": {
        "applications_received": "5",
        "applications_answered": "4",
    },
    "依申请公开受理15件，同意公开8件，不予公开3件。": {"applications_received": "15"},
    "本年新收政府信息公开申请十五件。": {"applications_received": "15"},
    "收到政府信息公开申请一百二十件。": {"applications_received": "120"},
    "收到政府信息公开申请一百零九件。": {"applications_received": "109"},
    "共收到公民、法人和其他组织提出的政府信息公开申请15件。": {"applications_received": "15"},
    "收到政府信息公开申请5件，全年办结依申请公开4件。": {
        "applications_received": "5",
        "applications_answered": "4",
    },
    "本年度收到依申请公开政府信息15件。": {"applications_received": "15"},
    "行政复议、行政诉讼各1件。": {"reconsiderations": "1", "litigations": "1"},
    "全年收到复议案件2件、诉讼案件1件。": {"reconsiderations": "2", "litigations": "1"},
    "信息公开类行政复议7件，诉讼9件。": {"reconsiderations": "7", "litigations": "9"},
    "我局通过政府网站公开政府信息500条。": {"disclosed_website": "500"},
    "通过政府网站公开信息30条、微信公众号发布信息20条、微博发布信息10条。": {
        "disclosed_website": "30",
        "disclosed_wechat": "20",
        "disclosed_weibo": "10",
    },
    "全年通过政府门户网站、微信公众号等载体，新增主动公开政府信息2100余条。": {
        "disclosed_total": "2100",
    },
    "主动公开政务信息21 条，主要涉及人才服务。": {"disclosed_total": "21"},
    "区水利局主动公开政府信息合计64条。": {"disclosed_total": "64"},
    "我局收到政府信息依申请公开办理事项2件。": {"applications_received": "2"},
    "我局共收到依申请公开件3件。": {"applications_received": "3"},
    "受理依申请公开政府信息7件，回复处理6件。": {
        "applications_received": "7",
        "applications_answered": "6",
    },
    "受理政府信息公开申请2件，已完成依申请公开申请1件。": {
        "applications_received": "2",
        "applications_answered": "1",
    },
    "通过示例县人民政府网站主动公开规划信息、财政资金、政府采购等共计90余条。": {
        "disclosed_website": "90",
    },
    "“示例发布”微信公众号也发挥作用，全年共推送信息210条。": {"disclosed_wechat": "210"},
    "示例街道共收到3件依申请公开政府信息的申请，并已办理完成。": {"applications_received": "3"},
    "全年收政府信息公开申请64件，结转上年度3件，本年度办结41件。": {
        "applications_received": "64",
        "applications_answered": "41",
    },
    "我局共收到信息公开申请12起，答复11起。": {
        "applications_received": "12",
        "applications_answered": "11",
    },
    "共办理回复依申请公开事项13件，均已按时答复。": {"applications_answered": "13"},
    "未发生针对示例街道有关政府信息公开事务的行政复议案件、行政诉讼案件。": {
        "reconsiderations": "0",
        "litigations": "0",
    },
    "示例乡政府门户网站共发送9条信息。": {"disclosed_website": "9"},
    "示例政务网发布信息107条，示例微信发布信息20条。": {
        "disclosed_website": "107",
        "disclosed_wechat": "20",
    },
    "我局尚未收到公民、法人和其他组织需要本机关主动公开以外的政府信息的申请。": {
        "applications_received": "0",
    },
    "本年度无依申请公开政务信息情况。": {"applications_received": "0"},
    "我局共收到7宗依申请公开，较上年减少一成。": {"applications_received": "7"},
    "全年受理依申请信息公开事项共1件。": {"applications_received": "1"},
    "全年共答复各类政府信息公开申请31宗。": {"applications_answered": "31"},
    "新收依申请公开15件，上年结转2件，办结16件，结转下年1件。": {
        "applications_received": "15",
        "applications_answered": "16",
    },
    "因政府信息公开引起的行政复议2件（其中上年结转1件），行政诉讼3件。": {
        "reconsiderations": "2",
        "litigations": "3",
    },
    "全年信息处理费收取320元。": {"fees_collected": "320"},
    "共收到依申请公开政府信息案件7件，发生行政复议案2件、行政诉讼案0件。": {
        "applications_received": "7",
        "reconsiderations": "2",
        "litigations": "0",
    },
    "申请均按时办理，发生行政复议1件；提起行政诉讼数量2件。": {
        "reconsiderations": "1",
        "litigations": "2",
    },
    "收到申请公开21条，办结21条。": {"applications_received": "21", "applications_answered": "21"},
    "主动公开政府信息的数量为87条。": {"disclosed_total": "87"},
    "无因政府信息公开申请行政复议及提起诉讼等情况。": {"reconsiderations": "0", "litigations": "0"},
    "累计在局门户网站公开信息1150条，示例微信公众号公开信息530条。": {
        "disclosed_website": "1150",
        "disclosed_wechat": "530",
    },
    # Numbers of another matter, of a part, of another year, or none at all.
    "没有因政府信息公开引起行政复议纠错和行政诉讼败诉的情形。": {},
    "通过示例街道办事处网站主动公开政府采购19项，政策文件2条。": {},
    "通过政府网站公开规范性文件5件，微博发布公告6条。": {},
    "门户网站累计公开政府信息52130条，2023年新增3210条。": {},
    "办理行政复议案件12件，行政诉讼案件5件。": {},
    "行政复议12件、行政诉讼5件，均与政府信息公开无关。": {},
    "全区共发生行政复议32件，其中涉及政府信息公开的3件。": {},
    "市本级收到政府信息公开申请56件，各县区收到3189件。": {},
    "收到网上依申请公开5件，信函申请3件。": {},
    "未收到行政许可申请。": {},
    "未收到重复申请，也未收到信访举报投诉类申请。": {},
    "未收到企业提交的申请。": {},
    "接收政府信息公开申请124宗（含上年度结转5宗）。": {},
    "示例微信公众号发布原创内容23篇，网站政策解读稿件发布2篇。": {},
    "通过政府门户网站共办理信息公开申请3件，顺延至下一年答复2件。": {},
    "不予公开信息3条，免于公开信息2条。": {},
    "门户网站发布各类信息863条，其中，公开政府信息共39条。": {"disclosed_website": "863"},
    "通过示例政务网、示例微信等渠道主动发布信息700余条。": {},
    "市政府门户网站和“示例发布”微信公众号共发布信息31000余条。": {},
    "通过门户网站、微博公开信息88条。": {},
    "通过政府网站公开信息392条，通过微信公众号、微博、今日头条等公开信息1071条。": {
        "disclosed_website": "392",
    },
    "网站、微信公众号和微博同步推进，全年共发布信息300条。": {},
    "其中网站发布新闻类120条。": {},
    "民政栏目全年更新、公开各类信息260条。": {},
    "收到网民留言256件，答复256件，答复率100%。": {},
    "办理人大代表建议12件、政协提案8件，主动公开答复20件。": {},
    "收到行政许可申请300件。": {},
    "全年受理网上申请10件。": {},
    "2022年收到申请8件。": {},
    "公开信息一条龙服务。": {},
    "收到政府信息公开申请一百二件。": {},
    "2020年至2022年，共收到政府信息公开申请88件。": {},
    "自条例施行以来，累计受理政府信息公开申请312件。": {},
    "第一季度公开政府信息300条，第二季度公开政府信息310条。": {},
    "1月至11月，主动公开政府信息1100条。": {},
    "任务数为1000条，上半年主动公开政府信息600条。": {},
    "上半年清理栏目3个，全年主动公开政府信息1204条。": {"disclosed_total": "1204"},
    "1月至12月，主动公开政府信息1204条。": {"disclosed_total": "1204"},
}


@pytest.mark.parametrize("sentence", TOLD)
def test_what_a_sentence_tells(sentence: str) -> None:
    assert values(sentence) == TOLD[sentence]


def test_a_number_at_the_start_of_the_next_line() -> None:
    """Pages of PDF without paragraphs: the total stands on the second line, a part behind it."""
    facts = values("全年共主动公开各类政府信息", "4577条，门户网站公开信息577条。")
    assert facts == {"disclosed_total": "4577", "disclosed_website": "577"}


def test_a_numbered_paragraph_is_no_number_of_the_line_before() -> None:
    assert values("全年收到政府信息公开申请", "3.件件有回音，事事有着落。") == {}


def test_a_category_is_not_cut_out_of_a_year() -> None:
    facts = values("累计公开政府信息1.2万余条，其中2023年四季度公开356条，机构信息16条。")
    assert facts == {"disclosed_total": "12000", "disclosed:机构信息": "16"}


@pytest.mark.parametrize(
    ("fifth", "sixth"),
    [
        ("五、存在的主要问题及改进情况", "六、其他需要报告的有关事项"),
        ("五、不足之处与下一步工作打算", "六、其他"),
        ("五、问题整改情况", "六、收费情况及其他"),
        ("五、存在的主要问题及改进措施", "六、其它需要汇报的事项"),
    ],
)
def test_headings_in_other_words_are_known_by_their_place(fifth: str, sixth: str) -> None:
    text = (
        "湖口县教育局2023年政府信息公开工作年度报告\n一、总体情况\n公开信息。\n"
        "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
        "四、政府信息公开行政复议、行政诉讼情况\n"
        f"{fifth}\n解读形式单一。\n{sixth}\n未收取信息处理费。\n"
    )
    record = parse(text.encode())
    told = [(s.number, s.heading, s.text) for s in record.sections[-2:]]
    assert told == [(5, fifth, "解读形式单一。"), (6, sixth, "未收取信息处理费。")]


def test_headings_numbered_in_figures_are_known_by_their_words() -> None:
    text = (
        "湖口县教育局2023年政府信息公开工作年度报告\n1、总体情况\n公开信息。\n"
        "2、主动公开政府信息情况\n3、收到和处理政府信息公开申请情况\n"
        "4、政府信息公开行政复议、行政诉讼情况\n"
        "5、存在的主要问题和改进措施\n解读形式单一。\n6、其他需要汇报事项\n未收取信息处理费。\n"
    )
    record = parse(text.encode())
    assert [section.number for section in record.sections] == [1, 2, 3, 4, 5, 6]
    assert record.sections[5].text == "未收取信息处理费。"


def test_a_sentence_that_a_page_breaks_anywhere_is_read_whole() -> None:
    """As `pdftotext` prints it: one line of the page after another, also within words."""
    text = (
        "湖口县教育局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"
        "    （一）主动公开情况。全年通过各种渠道主动公开政府信息1043条，其中门户网\n"
        "站公开730条，微信公众号发布201条。\n\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
        "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n"
    )
    told = {fact.indicator: fact.value for fact in parse(text.encode()).facts}
    assert told["disclosed_total"] == "1043"
    assert told["disclosed_website"] == "730"
    assert told["disclosed_wechat"] == "201"


def test_a_report_in_one_line_is_known_by_its_title_and_its_parts() -> None:
    """As mirrors flatten it: the title runs on into the preface; 第一部分 is no line's start."""
    text = (
        "湖口县教育局2023年政府信息公开工作年度报告 本年度报告由湖口县教育局按照《中华人民共和国"
        "政府信息公开条例》及有关规定编制，现向社会公布。统计期限为2023年1月1日至12月31日。 "
        "第一部分　总体情况 全年公开信息12条。 第二部分　主动公开政府信息情况 无。 "
        "第三部分　收到和处理政府信息公开申请情况 无。 "
        "第四部分　政府信息公开行政复议、行政诉讼情况 无。 第五部分　存在的主要问题及改进情况 "
        "解读形式单一。 第六部分　其他需要报告的事项 "
        "未收取信息处理费。"
    )
    record = parse(text.encode())
    assert record.outcome == "report"
    assert [s.number for s in record.sections] == [1, 2, 3, 4, 5, 6]
    assert record.sections[4].text == "解读形式单一。"


PARTS: dict[str, dict[str, str]] = {
    "新增主动公开政府信息60条，具体包括机构职能2条，政务活动58条。": {
        "机构职能": "2",
        "政务活动": "58",
    },
    "主动公开政府信息20条，其中：重要会议信息4条，统计数据16条。": {
        "重要会议信息": "4",
        "统计数据": "16",
    },
    # The bracket is another number's, and what stands behind it is no kind of information.
    "微信公众号(1个)发布信息70条；微博账号(1个)发布信息30条；短视频账号(1个)发布信息9条。": {},
}


@pytest.mark.parametrize("sentence", PARTS)
def test_the_parts_that_a_sentence_lists(sentence: str) -> None:
    disclosed = "disclosed:"
    found = {
        indicator.removeprefix(disclosed): value
        for indicator, value in values(sentence).items()
        if indicator.startswith(disclosed)
    }
    assert found == PARTS[sentence]
