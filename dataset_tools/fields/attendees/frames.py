"""Frames: what around a name or a verb decides whether it counts.

Pure predicates over masked text. Source: the annotation guideline's kinds of what does not count
(delegation, future, other times, letters, documents, games ...), as grammar.
"""

from __future__ import annotations

import re

from dataset_tools.fields.attendees import verbs
from dataset_tools.text.dispatch import Led, Pattern
from dataset_tools.text.titles import TAIL

COORDINATE = Pattern(
    "[ 　]{1,2}|(?:\x00|\x01|[ 　])*"
    "(?:代表[^，。、]{2,36}(?=，))?(?:等(?:[^，。、]{0,12}?(?=[、，；和及与]))?|"
    "夫妇|夫人|伉俪|一行(?:[\\d一二三四五六七八九十]+[余多]?人)?)?(?:\x00|[ 　])*"
    "(?:[、，；和及与]|[、，]?以及|[、，][和及与]|暨|同(?!意(?!大利)))(?:还有|此外)?[ 　]*"
    "(?:[^，。；、：\x01]{2,26}[的：]|[^，。；：\x01]{2,40}的)?"
)
_MORE_TITLES = Pattern(f"[，、](?:[^，。；：\x01]{{2,40}}(?:{TAIL.pattern})，){{1,2}}")
"""Further titles before a name, parted by a comma ("，市委书记，")."""
RUNS_ON = Pattern(
    "[\x00 ]*(?:等[^，。；]{0,12})?[，、；][^。\x01]{2,80}?(?:[，、；：]|以及|[及和与])[ 　]*"
)
"""Items of a list that could not be read, between two names with titles."""
_UNNAMED = Pattern(
    "\x00*等?(?:[及和与、]|以及)[^，。；、]{0,16}?(?:委员|代表|成员|领导|嘉宾|人员|负责人|负责同志|干部|群众|专家|学者|"
    "师生|人士)等?(?:共?\\d+[余多]?[人名位])?[，；、](?:以?及|和)?"
)
"""People without names between two names ("X及部分委员，Y")."""
_BODIES = Pattern(
    "[，、]?(?:以及|[及和与])?(?:[^，。；、]{2,16}(?:中央|委员会|联合会|工商联|[协学究商]会|公司|集团|大学|学院|[部局社厅委])(?:、|以及|[及和与])){1,8}"
)
"""Bodies between two names ("X，以及工商联和Y")."""
UNKNOWN_ITEMS = Pattern("(?:、[^，。；、和及与]{1,10}){1,4}、")
OBLIQUE = Led(
    "(?:代表|为|向|对|给|祝贺|纪念|任命|免去|授予|悼念|缅怀|以|根据|按照|像|号召|邀请|授予|追授|"
    "给|要求|受|应|转达|希望|感谢|收到|作为|把|将|让|学习|贯彻|传达(?:了|学习)*|致电|致信|选举|"
    "推选|增补|决定|提名|被|据|当选|宣读(?:了)?)$"
)
AFTER_OBLIQUE = Pattern(
    "同志为核心|为核心|新时代|(?:总书记|主席|总理|同志)?(?:的)?(?:系列)?(?:重要)?(?:讲话|指示|"
    "批示|论述|思想)(?:精神|和|、|是|为|的|批|并讲话)|(?:生态文明|法治|外交|强军|文化|经济)思想"
    "|的(?!迎接|热烈|热情|欢迎|接待|主持|陪同|带领|率领|见证|邀请下)|夫人|特使|特别代表|私人代表|下榻|(?:不幸|因病)?(?:逝世|去世|病逝|辞世|遇难|遇刺)|遗体|诞辰|生平|关于|亲属|家属|生前|"
    "子女|遗孀|像|铜像|故居|亲切关怀|亲自(?:谋划|部署|推动)|问候|祝贺|委托|邀请|委派|指派"
)
FLOOR = Pattern("(?:代表[^，。]{2,30}?)?(?:在?发言(?:时|中)?)?(?:建议|提出|认为|表示|说|指出|呼吁)")
LECTURES = Pattern(
    "(?:教授|院士|博士|老师)?[^，。；]{0,24}?(?:[作做](?:了|题为)|[作做][^，。；]{1,16}(?:报告|讲座|宣讲|辅导|演讲|解读)|主讲|授课|讲授)"
    "|[^。；]{0,160}?(?:共同|一同|一起)(?:[为主见启剪揭按])"
)
"""What one who was invited did ("邀请X作报告"); to be invited to attend proves nothing."""
NEXT = Pattern("(?:等)?(?:认为|建议|提出|谈到|表示|说|指出)(?=[，：])")
AS_HEAD = Pattern("为(?:团长|首|代表|领队|组长)")
ESCORT = Pattern(
    "(?:[、和，][^。]{1,60}?)?(?:等)?(?:的)?(?:陪同下(，?检阅)?|(?P<led>带领|率领)下[^。]{0,24}?"
    "(?:来到|到|赴|前往|走进|深入|走访|看望|慰问|先后|参观|视察|考察|调研|检查))"
)
PRESS = Pattern("记者|发布会|简报会|吹风会|通气会|声明|会见|委员会上|年会|视频")
RECEIVED = Pattern("[^，。]{0,40}?的?(?:热烈|热情|亲切)?(?:迎接|接待|欢迎)")
INTRODUCED = Pattern(
    "(?:[^，。；]{0,12}，)?(?:应邀|来华|前来|正在)?(?:出席|参加|列席)[^，。；]{2,30}的"
)
TELLS = Pattern("[^，。]{0,8}(?:表示|说|称|指出|强调|认为|发表)")
ON_FLOOR = Pattern(
    "在?(?:会|(?:座谈|研讨|动员|推进|表彰|总结|启动|揭牌|签约|开工|奠基|成立|交流|汇报|讨论|调度|部署|视频|现场|专题|工作|"
    "全体|扩大|学习|开幕|闭幕|就职|培训|大)*(?:会议?|仪式|典礼)|论坛)上，"
)
"""The opening of a sentence that tells who spoke at the meeting ("会上，X要求")."""
OWN_MEETING = Pattern(
    "在(?:[成立启动揭牌签约奠基开工动员总结表彰就职捐赠座谈]{2,4})?(?:会|会议|大会|论坛|仪式|典礼)上"
)
CARRIED = Pattern(
    "(?:出席|参加|列席|与会|到会|参会|陪同|来访)[^，。：]{0,26}(?:有|包括|为|是)?[：:]$"
)
"""A line that is the head of the list in the next one ("出席活动的嘉宾有：")."""
SPOKE_AT = Pattern("(?:还|也|又|分别|首先|最后|同时)*")
HEARD = Pattern(
    "(?:有关|关于|对|就)?[^，。；]{0,30}(?:介绍|汇报|报告)(?=[，。；])|[^，。；、]{0,8}(?:介绍|汇报)(?=[^的，。])"
)
COMES = Pattern(
    "[^。；]{0,60}?陪同下，?[^，。]{0,8}?(?:来到|到|赴|前往|走进|深入|走访|看望|先后|冒|视察|考察|调研|检查)"
)
OFFICE_HELD = Pattern("曾?(?:经)?(?:担任|任)(?:过)?[^，。；]{2,24}?的")
HONOURED = Pattern("[^，。]{0,10}举行[^，。]{0,10}(?:仪式|宴会)")
GUEST = Pattern("等?(?:人)?(?:代表[^，。]{2,20})?(?:[^，。]{0,6})(?:表示|说，|说：|赞赏|感谢|评价)")
WITH = Led("(?:(?<![共合])同(?!志|意(?!大利))|与|跟)(?:[^，、；]{1,60}的)?$|和$")
STARTS = Pattern(
    "未|没有|无法|因|并|还|随后|同时|也|共同|一同|一起|先后|分别|在|应|受|代表|就|围绕|对|向|与|"
    "同|为|由|赴|前往|来到|到|从|乘|于|以|通过|\\d|今天|当天|当地|当晚|上午|下午|晚|专程|再|又|而|"
    "且|后|首先|最后|之后|集体|亲切|认真|实地|深入|听取|传达|出席|参加|接受|见证"
    "|正式|率|会|座谈|仪式|陪同|召开|进行|开展|带队|$"
)
MEMBERS = Pattern(
    "等?[\\d一二三四五六七八九十百]+[位名](\\w{0,8}(?:委员|常委|副?首相|副?总理|副?部长|副?主席|代表))"
)
DEBATE = Pattern("[^，。]{0,30}(?:讨论|审议)时?(?:说|表示|指出|强调|发言|时说)")
ORGANISATIONS = Pattern(
    "等(?:\\d+[家])|(?:、[^，。；、]{1,12})*等(?:\\d+[个])?(?:地|国|[省市](?!领导|委|长|政协|人大|里|直)|企业|公司|单位|部门|机构|院校|高校|媒体|国家|"
    "地区|组织|领域|方面|项目|多[国地家])"
)
GROUP_TAIL = Led(
    "(?:负责同志|负责人|负责干部|领导同志|领导人|代表|人士|专家|学者|成员|官员|使节|干部|群众|"
    "亲属|嘉宾)等?(?:约|共)?(?:\\d+(?:多|余)?(?:人|名|位))?(?:[^，]{0,10})$"
)
BROADCAST = Pattern("电视讲话|广播讲话|电视演说|新年(?:贺词|致辞|讲话)|书面|录音")
PLACE_TO_SPEAK = Pattern("[会坛式礼幕]|视频|主旨|致|课|讲座|大学|学院|峰")
INSPECTION = ("检查", "巡视", "督查", "调研", "考察")
PRINCIPAL = (
    "检查", "观摩", "考察", "调研", "走访", "参观", "视察", "访问", "抵达", "宣讲", "出访", "观看",
    "参访", "拜访", "深入", "督战", "带队", "慰问", "看望", "介绍", "督导", "督查", "走进",
)  # fmt: skip
MEETING = Pattern(
    "^(?:下|$)|^(?:了|召开|了?今天的)?[。，、；\x00\x01]|^(?:并|和)|"
    "[会式礼动坛程判论议习话班幕谈祭典商询场宴课展奠晤]|召开"
)
UNFIT_OBJECT = Pattern(
    "(?:了|过)?(?:[^，。]{0,8}?)(?:阅兵|诉讼|抢劫|犯罪|盗窃|传销|赌博|起义|长征|比赛|决赛|高考|中考|考试|演习|演练|路演|训练|革命|战斗|抗战|"
    "八路军|新四军|红军|解放军|志愿军|工作(?!会|座谈|报告|推进|部署|交流|汇报|研讨|总结|讨论|调研|"
    "务虚)|考古|发掘|劳动|(?<!换届)选举(?![^，。]{0,8}大会)|竞选|角逐|竞赛|大赛|锦标赛|联赛|世锦赛|奥运|冬奥|亚运|世界杯|"
    "运动会|演出(?!活动)|拍摄|救援|抢险|救灾|项目|医疗|保险|政治团伙|党组织|组织生活|行动)"
)

WITH_GROUP = Led(
    "邀请[^，。]{2,60}|(?:与|同|和|跟)[^，。]{0,24}(?:们|一行|群众|职工|员工|工人|代表|干部|同学|学生|师生|官兵|战士|乡亲|"
    "村民|居民|市民|教师|专家|科研人员|代表团|访问团|客人|领导人|双方|方面|青年|学者|家属|负责人)"
)
TALK = Pattern("(?:深入|座谈)交流|共进|话别|茶叙|会谈|会晤|会见|通电话|交谈|座谈|会面|通话")


_MEDIA = ("消息", "报道", "报导", "微博", "快讯")


def by_a_medium(before: str) -> bool:
    """Whether a word of speaking after ``before`` has a medium as its subject: news, no speech.

    >>> by_a_medium("最新消息"), by_a_medium("市长")
    (True, False)
    """
    return before.rstrip("\x00\x01 ").endswith(_MEDIA)


def unfit(verb: str, after: str) -> bool:
    """Whether the object shows that the verb means something else.

    >>> unfit("参加", "高考的学生"), unfit("参加", "会议")
    (True, False)
    """
    return verb.startswith("参加") and UNFIT_OBJECT.match(after) is not None


def joins_list(gap: str) -> bool:
    """Whether what stands between two mentions makes them items of one list.

    >>> joins_list("、"), joins_list("5日会见")
    (True, False)
    """
    if gap in _MARKS or COORDINATE.fullmatch(gap) is not None:
        return True
    if gap[:1] not in _OPENS:
        return False
    return any(pattern.fullmatch(gap) is not None for pattern in _LONGER)


_MARKS = frozenset("、，；和及与")
_OPENS = frozenset("、，；和及与以等\x00")
_LONGER = (UNKNOWN_ITEMS, _MORE_TITLES, _UNNAMED, _BODIES)


_OTHERS = Led(
    f"(?:{TAIL.pattern}|领导|方面|同学|师生|员工|职工|信[徒众]|村民|居民|青年|学员|会员|观众|人员|志愿者)(?:等|们|共|约|均|都|也|分别|\\d|[余多人名位])*$"
)


_COUNTED = Pattern("[\\d一二三四五六七八九十百千]+[余多]?[人名位]等?$")
"""A number of people that closes a list."""


def others(gap: str) -> bool:
    """Whether the last clause of ``gap`` has people of its own as its subject.

    >>> others("会议，各部门负责人"), others("会议，并")
    (True, False)
    """
    _, comma, tail = gap.rpartition("，")
    if not comma:
        return False
    return GROUP_TAIL.search(tail) is not None or _OTHERS.search(tail) is not None


def leaves_verb(gap: str) -> bool:
    """Whether what stands between subject and verb leaves the subject its verb.

    >>> leaves_verb("5日在京"), leaves_verb("致信祝贺"), leaves_verb("提出，各地要")
    (True, False, False)
    """
    if verbs.LETTER.search(gap) is not None or gap.endswith(("被", "遭")):
        return False
    if "，" not in gap:
        return verbs.BLOCKS.search(gap) is None or re.search("应.*邀请|代表", gap) is not None
    tail = gap.rsplit("，", 1)[-1]
    return (
        not tail
        or _OTHERS.search(tail) is not None
        or STARTS.match(tail) is not None
        or GROUP_TAIL.search(tail) is not None
        or _COUNTED.search(tail) is not None
    )


def is_object(gap: str) -> bool:
    """Whether the name after ``gap`` is the object of the verb before it."""
    gap = gap.removeprefix("了")
    return gap.endswith("的") or re.search("[，；：。]", gap) is None
