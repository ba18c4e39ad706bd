"""One sentence read from left to right: subjects, partners, objects, lists, and their verbs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset_tools.core.record import Role
from dataset_tools.fields.attendees import frames, verbs
from dataset_tools.fields.attendees.items import fill
from dataset_tools.fields.attendees.mentions import Mention, find
from dataset_tools.fields.attendees.roles import Verdicts
from dataset_tools.fields.attendees.state import Evidence


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


class SentenceReader(Verdicts):
    """Reads one masked sentence; :meth:`run` gives the evidence in it."""

    def run(self) -> list[Evidence]:
        """Everything the sentence says, in order."""
        sentence = self.sentence
        if verbs.DISJUNCTION.search(sentence) or not self._says_something():
            return []
        found = find(sentence, self.begin, self.context.names)
        self.mentions = fill(sentence, self.begin, found)
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
        """What stands before a mention, back to the mention or the verb before."""
        ends = [m.after for m in self.mentions if m.after <= mention.title_start]
        start = max((*ends, self.begin, self.state.verb_end))
        return self.sentence[start : mention.title_start]

    def _on_mention(self, mention: Mention) -> None:
        gap = self._gap(mention)
        for attempt in (
            self._as_head,
            self._as_part_of_a_name,
            self._as_first_item,
            self._as_brought_along,
            self._as_object,
            self._as_item,
            self._as_delegate,
            self._as_partner,
            self._as_company,
            self._as_honoured,
            self._as_guest,
            self._as_oblique,
        ):
            if attempt(mention, gap):
                return
        state = self.state
        state.subject, state.partners, state.objects = [mention], [], []
        state.last, state.refused, state.verb_end = "subject", "", -1
        self._prefix(mention)

    def _as_head(self, mention: Mention, gap: str) -> bool:
        """"以X为团长的代表团"."""
        if not (gap.endswith("以") and frames.AS_HEAD.match(self.sentence, mention.after)):
            return False
        self._met(mention)
        return True

    def _as_part_of_a_name(self, mention: Mention, gap: str) -> bool:
        """"X的特使", "X思想": the name is part of something else."""
        near = frames.AFTER_OBLIQUE.match(self.sentence, mention.end)
        near = near or frames.AFTER_OBLIQUE.match(self.sentence, mention.after)
        if near is None:
            return False
        if near.group() == "关于" and not mention.trailing and mention.titled:
            return False
        self._oblique(mention)
        return True

    def _as_first_item(self, mention: Mention, gap: str) -> bool:
        state = self.state
        if state.pending != "list":
            return False
        state.pending, state.last = "", "listed"
        self.give([mention], state.listed, "list after its verb")
        return True

    def _as_brought_along(self, mention: Mention, gap: str) -> bool:
        state = self.state
        if state.last != "subject" or state.verb_end >= 0 or gap not in ("率", "率领", "偕", "携"):
            return False
        state.subject.append(mention)
        return True

    def _as_object(self, mention: Mention, gap: str) -> bool:
        if self.state.pending != "object" or not frames.is_object(gap):
            return False
        self._met(mention)
        return True

    def _as_item(self, mention: Mention, gap: str) -> bool:
        state = self.state
        if not state.last or not frames.joins_list(gap) or not self._joins(gap, mention):
            state.pending = ""
            return False
        self._join(mention, gap)
        return True

    def _as_delegate(self, mention: Mention, gap: str) -> bool:
        """A delegate, named with the title after the name, takes the floor in a debate."""
        if not self.context.conference or mention.trailing not in ("委员", "常委", "代表"):
            return False
        if frames.FLOOR.match(self.sentence, mention.after) is None:
            return False
        self.give([mention], ("speaker",), "takes the floor")
        return True

    def _as_partner(self, mention: Mention, gap: str) -> bool:
        state = self.state
        if frames.WITH.search(gap.rstrip("\x00\x01 ")) is None:
            return False
        if not state.subject and not self._talk_follows(mention):
            return False
        state.partners, state.last = [mention], "partner"
        return True

    def _as_company(self, mention: Mention, gap: str) -> bool:
        """"在X陪同下", "在X主持下", "陪同X"."""
        state, before = self.state, gap.rstrip("\x00\x01 ")
        if before.endswith("陪同"):
            self.give([mention], ("attendee",), "accompanied by others")
            state.last = "oblique"
            return True
        if not before.endswith("在"):
            return False
        escort = frames.ESCORT.match(self.sentence, mention.after)
        if escort is not None:
            state.listed = ("attendee",) if escort.group(1) else ("accompanying",)
            self.give([mention], state.listed, "in whose company")
            state.last = "listed"
        elif self.sentence.startswith("主持下", mention.after):
            state.subject, state.last = [mention], "subject"
        return escort is not None or state.last == "subject" and state.subject == [mention]

    def _as_honoured(self, mention: Mention, gap: str) -> bool:
        """"举行仪式，欢迎X", "为X举行仪式"."""
        before = gap.rstrip("\x00\x01 ")
        welcome = before.endswith("欢迎") and bool(self.state.subject)
        if welcome and re.search("仪式|宴会", before + self.sentence[: mention.start]):
            self._met(mention)
            return True
        if before.endswith("为") and frames.HONOURED.match(self.sentence, mention.after):
            self.give([mention], ("attendee",), "honoured by a ceremony")
            self.state.last = "oblique"
            return True
        return False

    def _as_guest(self, mention: Mention, gap: str) -> bool:
        """One of a delegation that was received answers."""
        if not self.context.guests or not mention.titled:
            return False
        if frames.GUEST.match(self.sentence, mention.after) is None:
            return False
        self.give([mention], ("counterpart",), "one of the delegation received")
        return True

    def _as_oblique(self, mention: Mention, gap: str) -> bool:
        before = gap.rstrip("\x00\x01 ")
        if frames.OBLIQUE.search(before) is None or before.endswith(("共同", "委托")):
            return False
        self._oblique(mention)
        return True

    def _met(self, mention: Mention) -> None:
        state = self.state
        state.pending, state.objects, state.last = "", [mention], "object"
        self.counterpart(mention)

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
        return frames.TALK.search(rest) is not None

    def _join(self, mention: Mention, gap: str) -> None:
        state = self.state
        last = self._last_mention(mention)
        if not mention.titled and self._inherits(gap) and last is not None:
            mention.title_start, mention.title_end = last.title_start, last.title_end
        if state.last == "listed":
            self.give([mention], state.listed, "list after its verb")
        elif state.last == "object":
            state.objects.append(mention)
            self.counterpart(mention)
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
            self._without_subject(verb, kind)
            return
        begin = max(m.after for m in (*state.subject, *state.partners) if m.start < verb.start())
        gap = self.sentence[max(begin, state.verb_end) : verb.start()]
        if not frames.leaves_verb(gap):
            return
        if state.escort == verb.start():
            state.verb_end = state.escort = verb.end()
            return
        if kind == "accompany":
            state.escort = verb.end()
        if frames.ORGANISATIONS.match(gap):
            state.subject, state.last = [], ""
            return
        self._judge(verb, "attend" if kind == "speak" and "听取" in gap else kind, gap, begin)
        state.verb_end = verb.end()
        if kind == "meet":
            state.pending = "object"
            self.context.guests |= not any(m.start > verb.end() for m in self.mentions)

    def _without_subject(self, verb: re.Match[str], kind: str) -> None:
        state = self.state
        if kind == "talk" and state.partners:
            self.give(state.partners, ("counterpart",), "met by another")
            state.partners = []
        elif kind == "meet":
            state.pending, state.verb_end = "object", verb.end()

    def _judge(self, verb: re.Match[str], kind: str, gap: str, begin: int) -> None:
        """The verdict on the subject of a verb; ``gap`` lies between them, from ``begin``."""
        state = self.state
        shown = verb.group()[:2]
        whole = self.sentence[state.subject[-1].after : verb.start()]
        self.frame(whole + shown, kind, gap + shown)
        members = frames.MEMBERS.match(gap)
        if members is not None:
            self.title_from(members, begin)
        if kind == "absent" or state.refused == "absent":
            self.give(state.subject, ("absent",), "absent")
        elif state.refused:
            self.give([*state.subject, *state.partners], ("refused",), state.refused)
        elif self.counts(verb, kind, gap):
            self.apply(kind, verb)

    def _object_follows(self, verb: re.Match[str]) -> bool:
        """Whether ``verb`` stands in a relative clause before the object that is awaited."""
        following = [m for m in self.mentions if m.title_start >= verb.end()]
        if not following:
            return False
        between = self.sentence[verb.end() : following[0].title_start]
        if self.state.pending == "object":
            return between.endswith("的") and not re.search("[；。]", between)
        return between.endswith("的") and not re.search("[，；。]", between)
