"""Who takes part, sentence by sentence: verbs of attendance applied to the mentions around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from dataset_tools.core.record import Role
from dataset_tools.fields.attendees import verbs
from dataset_tools.fields.attendees.mentions import Mention, find, is_foreign

Verdict = Role | Literal["absent", "refused"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one sentence says of one mention, and the rule that says so."""

    mention: Mention
    verdict: Verdict
    rule: str


@dataclass(slots=True)
class Context:
    """What a sentence inherits from the article before it."""

    first: bool = True
    speech: bool = False
    bilateral: bool = False
    names: set[str] = field(default_factory=set)
    conference: bool = False
    guests: bool = False


@dataclass(slots=True)
class State:
    """The reading state inside one sentence."""

    subject: list[Mention] = field(default_factory=list)
    partners: list[Mention] = field(default_factory=list)
    objects: list[Mention] = field(default_factory=list)
    listed: tuple[Role, ...] = ()
    last: Literal["", "subject", "partner", "object", "listed", "oblique"] = ""
    refused: str = ""
    verb_end: int = -1
    pending: str = ""
    escort: int = -1


_COORDINATE = re.compile(
    "(?:\x00|\x01|[ 　])*(?:代表[^，。、]{2,36}(?=，))?(?:等(?:[^，。、]{0,12}(?=[、，]))?|夫妇|一行)?(?:\x00|[ 　])*(?:[、，；和及与]|以及|、以及|，以及|，和|同(?!意))(?:还有|此外)?[ 　]*"
)
_UNKNOWN_ITEMS = re.compile("(?:、[^，。；、和及与]{1,10}){1,4}、")
_OBLIQUE = re.compile(
    "(?:代表|为|向|对|给|祝贺|纪念|任命|免去|授予|悼念|缅怀|以|根据|按照|像|号召|邀请|授予|追授|给|要求|受|应|转达|希望|感谢|收到|作为|把|将|让|学习|贯彻|传达(?:了|学习)*|致电|致信|选举|推选|增补|决定|提名|被|据|当选|宣读(?:了)?)$"
)
_AFTER_OBLIQUE = re.compile(
    "同志为核心|为核心|新时代|(?:总书记|主席|总理|同志)?(?:的)?(?:系列)?(?:重要)?(?:讲话|指示|批示|论述|思想)(?:精神|和|、|是|为|的|批)|(?:生态文明|法治|外交|强军|文化|经济)思想"
    "|的(?!主持|陪同|带领|率领|见证|邀请下)|夫人|特使|逝世|遗体|诞辰|生平|关于|亲属|家属|生前|子女|遗孀|像|铜像|故居|亲切关怀|亲自(?:谋划|部署|推动)|问候|祝贺|委托|邀请|委派|指派"
)
_FLOOR = re.compile(
    "(?:代表[^，。]{2,30}?)?(?:在?发言(?:时|中)?)?(?:建议|提出|认为|表示|说|指出|呼吁)"
)
_AS_HEAD = re.compile("为(?:团长|首|代表|领队|组长)")
_ESCORT = re.compile("(?:[、和，][^。]{1,60}?)?(?:等)?(?:的)?陪同下(，?检阅)?")
_HONOURED = re.compile("[^，。]{0,10}举行[^，。]{0,10}(?:仪式|宴会)")
_GUEST = re.compile(
    "等?(?:人)?(?:代表[^，。]{2,20})?(?:[^，。]{0,6})(?:表示|说，|说：|赞赏|感谢|评价)"
)
_WITH = re.compile("(?:(?<![共合])同(?![志意])|与|跟)(?:[^，、；]{1,60}的)?$|和$")
_DELEGATE = re.compile("(?:的)?(?:委托|委派|指派|授权|邀请|派遣|派)")
_SPEECH_WORDS = re.compile("我们|你们|我国|我(?!省|市|县)|你|您|总统先生|总理先生|阁下")


def events(
    sentence: str, begin: int, cut: int, found: list[Mention]
) -> Iterator[tuple[int, Mention | re.Match[str]]]:
    """Mentions and verbs in order of place; verbs inside a mention or its title are no verbs."""
    marks: list[tuple[int, Mention | re.Match[str]]] = [
        (m.start, m) for m in found if m.start < cut
    ]
    covered = [(m.title_start, m.after) for m in found]
    at = begin
    while (verb := verbs.PATTERN.search(sentence, at)) is not None and verb.start() < cut:
        inside = [end for start, end in covered if start <= verb.start() < end]
        at = inside[0] if inside else verb.end()
        if not inside:
            marks.append((verb.start(), verb))
    marks.sort(key=lambda mark: mark[0])
    return iter(marks)


class SentenceReader:
    """Reads one masked sentence; :meth:`run` gives the evidence in it."""

    def __init__(self, sentence: str, begin: int, context: Context) -> None:
        self.sentence = sentence
        self.begin = begin
        self.context = context
        self.state = State()
        self.evidence: list[Evidence] = []
        self.mentions: list[Mention] = []

    def run(self) -> list[Evidence]:
        """Everything the sentence says, in order."""
        sentence = self.sentence
        if verbs.DISJUNCTION.search(sentence) or not self._says_something():
            return []
        self.mentions = find(sentence, self.begin, self.context.names)
        if not self.mentions:
            return []
        cut = self._reported()
        head = verbs.HEADED_LIST.search(sentence, self.begin)
        if head is not None and not self._is_head(head):
            head = None
        for at, event in events(sentence, self.begin, cut, self.mentions):
            if head is not None and at >= head.start():
                if at < head.end():
                    continue
                self._open_list(head)
                head = None
            if isinstance(event, Mention):
                self._on_mention(event)
            else:
                self._on_verb(event)
        return self.evidence

    def _says_something(self) -> bool:
        """Whether any verb stands before reported speech: a screen before mentions are sought."""
        if self.context.conference or self.context.guests:
            return True
        verb = verbs.PATTERN.search(self.sentence, self.begin)
        head = verb or verbs.HEADED_LIST.search(self.sentence, self.begin)
        if head is None:
            return False
        speech = verbs.REPORTED.search(self.sentence, self.begin)
        return speech is None or head.start() <= speech.start()

    def _reported(self) -> int:
        """Where reported speech begins."""
        covered = [(m.title_start, m.after) for m in self.mentions]
        for match in verbs.REPORTED.finditer(self.sentence, self.begin):
            if not any(start <= match.start() < end for start, end in covered):
                return match.start() if not match.group().startswith("发言") else match.end()
        return len(self.sentence)

    # -- lists that follow their verb -------------------------------------------------

    def _is_head(self, head: re.Match[str]) -> bool:
        following = [m for m in self.mentions if m.start >= head.end()]
        inside = [
            m
            for m in self.mentions
            if head.start() <= m.start < head.end() and "陪同" not in head.group()
        ]
        return bool(following) and not inside and "的是" not in head.group()

    def _open_list(self, head: re.Match[str]) -> None:
        word = head.group("verb") or head.group("verb2")
        text = head.group()
        if word in ("陪同", "随同", "同机", "一同") or re.search("会见|会谈|接见|陪同", text):
            roles: tuple[Role, ...] = ("accompanying",)
        elif re.search("上述|有关活动", text):
            roles = ("accompanying", "attendee")
        elif word in ("发言", "致辞", "讲话", "作报告"):
            roles = ("speaker",)
        elif word == "主持":
            roles = ("chair",)
        else:
            roles = ("attendee",)
        state = self.state
        state.listed, state.last, state.verb_end = roles, "listed", head.end()
        state.pending = "list"
        if verbs.FUTURE.search(self.sentence, self.begin, head.end()):
            state.refused = "future"

    # -- mentions --------------------------------------------------------------------

    def _gap(self, mention: Mention) -> str:
        before = [m for m in self.mentions if m.after <= mention.title_start]
        start = max([m.after for m in before] + [self.begin])
        return self.sentence[
            max(
                start,
                self.state.verb_end
                if not before or before[-1].after < self.state.verb_end
                else start,
            ) : mention.title_start
        ]

    def _on_mention(self, mention: Mention) -> None:
        state, sentence = self.state, self.sentence
        gap = self._gap(mention)
        if gap.endswith("以") and _AS_HEAD.match(sentence, mention.after):
            state.pending = ""
            state.objects, state.last = [mention], "object"
            self._counterpart(mention)
            return
        if self._names_a_work(mention):
            self._oblique(mention)
            return
        if state.pending == "list":
            state.pending = ""
            self._give([mention], state.listed, "list after its verb")
            state.last = "listed"
            return
        if (
            state.subject
            and state.last == "subject"
            and gap in ("率", "偕", "携", "率领")
            and state.verb_end < 0
        ):
            state.subject.append(mention)
            return
        if state.pending == "object" and self._is_object(gap):
            state.pending = ""
            state.objects = [mention]
            state.last = "object"
            self._counterpart(mention)
            return
        joined = _COORDINATE.fullmatch(gap) or _UNKNOWN_ITEMS.fullmatch(gap)
        if joined is not None and state.last and self._joins(gap, mention):
            self._join(mention, gap)
            return
        state.pending = ""
        if self._speaks(mention):
            self._give([mention], ("speaker",), "takes the floor")
            return
        before = gap.rstrip("\x00\x01 ")
        if _WITH.search(before) and (state.subject or self._talk_follows(mention)):
            state.partners, state.last = [mention], "partner"
            return
        if before.endswith("在") and (escort := _ESCORT.match(sentence, mention.after)) is not None:
            state.listed = ("attendee",) if escort.group(1) else ("accompanying",)
            self._give([mention], state.listed, "in whose company")
            state.last = "listed"
            return
        if before.endswith("在") and re.match("主持下", sentence[mention.after :]):
            state.subject, state.last = [mention], "subject"
            return
        if (
            before.endswith("欢迎")
            and state.subject
            and re.search("仪式|宴会", before + sentence[: mention.start])
        ):
            state.objects, state.last = [mention], "object"
            self._counterpart(mention)
            return
        if before.endswith("为") and _HONOURED.match(sentence, mention.after):
            self._give([mention], ("attendee",), "honoured by a ceremony")
            state.last = "oblique"
            return
        if (
            self.context.guests
            and mention.title_start < mention.title_end
            and _GUEST.match(sentence, mention.after)
        ):
            self._give([mention], ("counterpart",), "one of the delegation received")
            return
        if _OBLIQUE.search(before) and not before.endswith(("共同", "委托")):
            self._oblique(mention)
            return
        if before.endswith("陪同"):
            self._give([mention], ("attendee",), "accompanied by others")
            state.last = "oblique"
            return
        state.subject, state.partners, state.objects = [mention], [], []
        state.last, state.refused, state.verb_end = "subject", "", -1
        self._prefix(mention)

    def _names_a_work(self, mention: Mention) -> bool:
        """Whether what follows makes of the name a part of something else ("X的特使", "X思想")."""
        near = _AFTER_OBLIQUE.match(self.sentence, mention.end)
        near = near or _AFTER_OBLIQUE.match(self.sentence, mention.after)
        if near is None:
            return False
        reports = (
            near.group() == "关于"
            and not mention.trailing
            and mention.title_start < mention.title_end
        )
        return not reports

    def _speaks(self, mention: Mention) -> bool:
        """Whether a delegate named with the title after the name takes the floor in a debate."""
        if not self.context.conference or mention.trailing not in ("委员", "常委", "代表"):
            return False
        return _FLOOR.match(self.sentence, mention.after) is not None

    def _is_object(self, gap: str) -> bool:
        gap = gap.removeprefix("了")
        return (
            not re.search("[，；：。]", gap)
            or gap.endswith("的")
            or "，" not in gap.rsplit("的", 1)[-1]
            and "的" in gap
        )

    def _joins(self, gap: str, mention: Mention) -> bool:
        state = self.state
        if state.last == "listed":
            return True
        if state.last in ("object", "partner") and "，" in gap:
            return False
        if "同" in gap or ("与" in gap and self._talk_follows(mention)):
            return False
        return (
            state.verb_end < 0
            or state.last in ("object", "partner", "oblique")
            or self.sentence.find("，", state.verb_end, mention.title_start) < 0
        )

    def _talk_follows(self, mention: Mention) -> bool:
        rest = self.sentence[mention.after : mention.after + 40]
        return re.search("会谈|会晤|会见|通电话|交谈|座谈|会面|通话", rest) is not None

    def _join(self, mention: Mention, gap: str) -> None:
        state = self.state
        last = self._last_mention(mention)
        if mention.title_start == mention.title_end and self._inherits(gap) and last is not None:
            mention.title_start, mention.title_end = last.title_start, last.title_end
        if state.last == "listed":
            self._give([mention], state.listed, "list after its verb")
        elif state.last == "object":
            state.objects.append(mention)
            self._counterpart(mention)
        elif state.last == "partner":
            state.partners.append(mention)
        elif state.last == "subject":
            state.subject.append(mention)
        else:
            self._oblique(mention)

    def _last_mention(self, mention: Mention) -> Mention | None:
        """The mention before, unless an unknown name stands between."""
        at = self.mentions.index(mention)
        return self.mentions[at - 1] if at else None

    @staticmethod
    def _inherits(gap: str) -> bool:
        return "，" not in gap and "；" not in gap

    def _oblique(self, mention: Mention) -> None:
        self.evidence.append(Evidence(mention, "refused", "named, but not as one who takes part"))
        self.state.last = "oblique"

    def _prefix(self, mention: Mention) -> None:
        """Frames that stand before the subject: other times, conditions."""
        start = max(self.sentence.rfind("；", 0, mention.title_start), self.begin)
        prefix = self.sentence[start : mention.title_start]
        past = verbs.PAST_PREFIX.search(prefix)
        if past is not None and not (
            self.context.first and past.group()[:2] in ("19", "20") and mention.trailing != "总书记"
        ):
            self.state.refused = "another time"
        elif verbs.FUTURE.search(re.split("[，\x01]", prefix)[-1]):
            self.state.refused = "future"

    # -- verbs -----------------------------------------------------------------------

    def _on_verb(self, verb: re.Match[str]) -> None:
        state = self.state
        kind = verb.lastgroup or ""
        if kind != "meet" and self._object_follows(verb):
            return
        if state.pending == "list" and verb.start() < state.verb_end:
            return
        state.pending = ""
        if not state.subject:
            if kind == "talk" and state.partners:
                self._give(state.partners, ("counterpart",), "met by another")
                state.partners = []
            elif kind == "meet":
                state.pending, state.verb_end = "object", verb.end()
            return
        begin = max(m.after for m in (*state.subject, *state.partners) if m.start < verb.start())
        gap = self.sentence[max(begin, state.verb_end) : verb.start()]
        if not self._light(gap):
            return
        if state.escort == verb.start():
            state.verb_end = state.escort = verb.end()
            return
        if kind == "accompany":
            state.escort = verb.end()
        if _ORGANISATIONS.match(gap):
            state.subject, state.last = [], ""
            return
        if kind == "speak" and "听取" in gap:
            kind = "attend"
        shown = verb.group()[:2]
        self._frame(
            self.sentence[state.subject[-1].after : verb.start()] + shown, kind, gap + shown
        )
        after = self.sentence[verb.end() : verb.end() + 12]
        members = _MEMBERS.match(gap)
        if members is not None:
            self._title_from(members, begin)
        if kind == "absent" or state.refused == "absent":
            self._give(state.subject, ("absent",), "absent")
        elif state.refused:
            for mention in (*state.subject, *state.partners):
                self.evidence.append(Evidence(mention, "refused", state.refused))
        elif (
            not _unfit(verb.group(), after)
            and not self._no_meeting(verb, kind, gap)
            and not self._aside(verb, after)
        ):
            self._apply(kind, verb)
        state.verb_end = verb.end()
        if kind == "meet":
            state.pending = "object"
            self.context.guests |= not any(m.start > verb.end() for m in self.mentions)

    def _title_from(self, members: re.Match[str], begin: int) -> None:
        """Give every untitled subject the title that closes the list ("等10位委员")."""
        for mention in self.state.subject:
            if mention.title_start == mention.title_end:
                mention.title_start = begin + members.start(1)
                mention.title_end = begin + members.end(1)

    def _aside(self, verb: re.Match[str], after: str) -> bool:
        """Whether the verb is told of somebody in a story, not of a guest or principal.

        Inspecting and leading need a person introduced with a title, one of a list, or one in the
        opening paragraph; leading needs a meeting.
        """
        word = verb.group()
        if word.startswith("主持") and not _MEETING.search(
            self.sentence[verb.end() : verb.end() + 60]
        ):
            return True
        if not word.startswith(_PRINCIPAL) or self.context.first or len(self.state.subject) > 1:
            return False
        one = self.state.subject[0]
        return (
            one.title_start == one.title_end
            and one.trailing in ("", "委员", "代表")
            and not self.sentence[one.start : one.end] in self.context.names
        )

    def _no_meeting(self, verb: re.Match[str], kind: str, gap: str) -> bool:
        """Whether the verb is only background, a document, or an address to no meeting."""
        rest = self.sentence[verb.end() : verb.end() + 60].split("，", 1)[0]
        if rest.endswith(("之际", "前夕", "前")) and kind == "attend":
            return True
        if kind != "speak":
            return False
        word = verb.group()
        if word.startswith("作的") or gap.endswith("所"):
            return "听取" not in self.sentence[: verb.start()] and "听取" not in gap
        if _BROADCAST.search(word) or (word.startswith("介绍") and self.context.bilateral):
            return True
        address = (
            word.startswith("发表")
            and "重要" not in word
            and self._is_foreign(self.state.subject[0])
        )
        return address and not _PLACE_TO_SPEAK.search(gap + word + rest) and not self.evidence

    def _object_follows(self, verb: re.Match[str]) -> bool:
        """Whether ``verb`` stands in a relative clause before the object that is awaited."""
        following = [m for m in self.mentions if m.title_start >= verb.end()]
        if not following:
            return False
        between = self.sentence[verb.end() : following[0].title_start]
        if self.state.pending == "object":
            return between.endswith("的") and not re.search("[；。]", between)
        return between.endswith("的") and not re.search("[，；。]", between)

    def _light(self, gap: str) -> bool:
        """Whether what stands between subject and verb leaves the subject its verb."""
        tail = gap.rsplit("，", 1)[-1] if "，" in gap else ""
        if verbs.LETTER.search(gap) is not None:
            return False
        if "，" not in gap:
            return verbs.BLOCKS.search(gap) is None or re.search("应.*邀请|代表", gap) is not None
        return not tail or _STARTS.match(tail) is not None or _GROUP_TAIL.search(tail) is not None

    def _frame(self, whole: str, kind: str, gap: str) -> None:
        """Frames between subject and verb; ``whole`` holds partners and earlier verbs too."""
        state = self.state
        if verbs.FUTURE.search(gap) or state.partners and verbs.FUTURE.search(whole):
            state.refused = "future"
        elif verbs.NEGATED.search(gap):
            state.refused = (
                "absent" if kind in ("attend", "speak", "accompany", "closing") else "denied"
            )
        elif verbs.PAST.search(gap):
            state.refused = "another time"
        elif not self.context.first and any(
            m.trailing == "总书记" and not self.sentence[m.start : m.end] in self.context.names
            for m in state.subject
        ):
            state.refused = "recap"
        elif self.context.speech and any(m.trailing for m in state.subject):
            state.refused = "reported speech"

    def _apply(self, kind: str, verb: re.Match[str]) -> None:
        state = self.state
        people = [*state.subject, *state.partners]
        rule = f"subject of {verb.group()[:8]}"
        match kind:
            case "chair":
                self._give(people, ("chair",), rule)
            case "speak":
                self._give(people, ("speaker",), rule)
            case "accompany":
                host = "检阅" in self.sentence[verb.end() : verb.end() + 24]
                self._give(people, ("attendee",) if host else ("accompanying",), rule)
            case "floor":
                self._give(people, ("speaker", "attendee"), rule)
            case "closing":
                foreign = any(map(self._is_foreign, people))
                known = [
                    m
                    for m in people
                    if foreign or self.sentence[m.start : m.end] in self.context.names
                ]
                self._give(
                    [m for m in people if m not in known], ("accompanying", "attendee"), rule
                )
                self._give(known, ("attendee",), rule)
            case "talk" | "meet":
                self._meeting(kind, rule)
            case _:
                self._give(people, self._attend_roles(verb), rule)
                if _DEBATE.match(self.sentence, verb.end()):
                    self._give(people, ("speaker",), rule)
        if state.partners and kind not in ("talk", "meet"):
            self._give(state.partners, ("counterpart",), rule)

    def _meeting(self, kind: str, rule: str) -> None:
        state = self.state
        foreign = all(self._is_foreign(m) for m in state.subject)
        if kind == "talk" and not state.partners and len(state.subject) < 2 and not state.objects:
            return
        roles: tuple[Role, ...] = (
            ("counterpart", "attendee") if foreign and state.partners else ("attendee",)
        )
        self._give(state.subject, roles, rule)
        self._give(
            state.partners, ("counterpart", "attendee") if foreign else ("counterpart",), rule
        )

    def _is_foreign(self, mention: Mention) -> bool:
        return is_foreign(self.sentence[mention.title_start : mention.title_end])

    def _attend_roles(self, verb: re.Match[str]) -> tuple[Role, ...]:
        rest = self.sentence[verb.end() : verb.end() + 2]
        alone = verb.group() in ("参加", "出席") and rest[:1] in ("。", "")
        titled = any(m.title_start < m.title_end for m in self.state.subject)
        if alone and verb.group() == "参加" and self.context.bilateral and not titled:
            return ("accompanying", "attendee")
        return ("attendee",)

    def _counterpart(self, mention: Mention) -> None:
        if self.state.refused:
            self.evidence.append(Evidence(mention, "refused", self.state.refused))
            return
        hosts = self.state.subject
        if hosts and all(map(self._is_foreign, (*hosts, mention))):
            # between two foreign sides neither is the host of the reader
            self._give([*hosts, mention], ("counterpart", "attendee"), "met by another")
        else:
            self._give([mention], ("counterpart",), "met by another")

    def _give(self, people: list[Mention], roles: tuple[Verdict, ...], rule: str) -> None:
        if self.state.refused and roles != ("absent",):
            roles = ("refused",)
            rule = self.state.refused
        for mention in people:
            for role in roles:
                self.evidence.append(Evidence(mention, role, rule))


_STARTS = re.compile(
    "未|没有|无法|因|并|还|随后|同时|也|共同|一同|一起|先后|分别|在|应|受|代表|就|围绕|对|向|与|同|为|由|赴|前往|来到|到|从|乘|于|以|通过|\\d|今天|当天|当地|当晚|上午|下午|晚|专程|再|又|而|且|后|首先|最后|之后|集体|亲切|认真|实地|深入|听取|传达|出席|参加|接受|见证"
    "|正式|率|会|座谈|仪式|陪同|$"
)
_MEMBERS = re.compile("等?[\\d一二三四五六七八九十百]+[位名](\\w{0,8}(?:委员|常委))")
_DEBATE = re.compile("[^，。]{0,30}(?:讨论|审议)时?(?:说|表示|指出|强调|发言|时说)")
_ORGANISATIONS = re.compile(
    "等(?:\\d+[家])|等(?:\\d+[个])?(?:地|国|省|市|企业|公司|单位|部门|机构|院校|高校|媒体|国家|地区|组织|领域|方面|项目|多[国地家])"
)
_GROUP_TAIL = re.compile(
    "(?:负责同志|负责人|负责干部|领导同志|领导人|代表|人士|专家|学者|成员|官员|使节|干部|群众|亲属|嘉宾)等?(?:约|共)?(?:\\d+(?:多|余)?(?:人|名|位))?(?:[^，]{0,10})$"
)
_BROADCAST = re.compile("电视讲话|广播讲话|电视演说|新年(?:贺词|致辞|讲话)|书面|录音")
_PLACE_TO_SPEAK = re.compile("[会坛式礼幕]|视频|主旨|致|课|讲座|大学|学院|峰")
_PRINCIPAL = (
    "检查",
    "观摩",
    "考察",
    "调研",
    "走访",
    "参观",
    "视察",
    "访问",
    "抵达",
    "宣讲",
    "出访",
    "观看",
    "参访",
    "慰问",
    "看望",
    "介绍",
)
_MEETING = re.compile(
    "^下|^(?:了|召开|了?今天的)?[。，、；\x00\x01]|^(?:并|和)|[会式礼动坛程判论议习话班幕谈祭典场宴课展奠晤]|召开"
)
_UNFIT_OBJECT = re.compile(
    "(?:了|过)?(?:[^，。]{0,8}?)(?:比赛|决赛|高考|中考|考试|演习|演练|路演|训练|革命|战斗|抗战|八路军|新四军|红军|解放军|志愿军|工作(?!会|座谈|报告|推进|部署|交流|汇报|研讨|总结|讨论|调研|务虚)|考古|发掘|劳动|选举|竞选|角逐|竞赛|大赛|锦标赛|联赛|世锦赛|奥运|冬奥|亚运|世界杯|运动会|演出(?!活动)|拍摄|救援|抢险|救灾|项目|医疗|保险|政治团伙|党组织|组织生活|行动)"
)


def _unfit(verb: str, after: str) -> bool:
    """Whether the object shows that the verb means something else ("参加高考")."""
    return verb.startswith("参加") and _UNFIT_OBJECT.match(after) is not None
