"""One sentence read from left to right: subjects, partners, objects, lists, and their verbs."""

from __future__ import annotations

import re
from operator import itemgetter

from dataset_tools.core.record import Role
from dataset_tools.fields.attendees import frames, verbs
from dataset_tools.fields.attendees.items import fill
from dataset_tools.fields.attendees.mentions import Mention, find
from dataset_tools.fields.attendees.placing import Placing
from dataset_tools.fields.attendees.state import Evidence
from dataset_tools.text.kinds import Found


def events(
    sentence: str, first: Found | None, cut: int, found: list[Mention]
) -> list[tuple[int, Mention | Found]]:
    """Mentions and verbs in order of place, up to ``cut``; ``first`` is the first verb.

    Verbs inside a mention or its title are no verbs.
    """
    marks: list[tuple[int, Mention | Found]] = [(m.start, m) for m in found if m.start < cut]
    covered = [(m.title_start, m.after) for m in found]
    verb = first
    while verb is not None and verb.start < cut:
        at = verb.start
        for start, end in covered:
            if start <= at < end:
                at = end
                break
        else:
            marks.append((at, verb))
            at = verb.end
        verb = verbs.KINDS.search(sentence, at)
    marks.sort(key=itemgetter(0))
    return marks


class SentenceReader(Placing):
    """Reads one masked sentence; :meth:`run` gives the evidence in it."""

    def run(self) -> list[Evidence]:
        """Everything the sentence says, in order."""
        sentence, begin = self.sentence, self.begin
        guests = verbs.GUESTS.match(sentence, begin) is not None
        carried, self.context.carried = self.context.carried, False
        awaited = self.context.awaited
        self.context.awaited = verbs.INVITED.search(sentence) is not None
        if (guests and not awaited) or verbs.DISJUNCTION.search(sentence):
            return []
        if verbs.STORY.search(sentence) is not None:
            return []
        verb = verbs.KINDS.search(sentence, begin)
        head = verbs.HEADED_LIST.search(sentence, begin)
        told = self._told()
        floor = frames.ON_FLOOR.match(sentence, begin) if told is not None else None
        if carried:
            self.state.listed, self.state.pending = ("attendee",), "list"
            self.state.last, self.state.verb_end = "listed", begin
        elif floor is None and not self._says_something(verb or head, told):
            return []
        found = find(sentence, begin, self.context.names | self.context.introduced)
        self.mentions = fill(sentence, begin, found)
        self._introduce()
        if not self.mentions:
            return []
        cut = self._reported() if told is not None else len(sentence)
        if head is not None and not self._is_head(head):
            head = None
        for at, event in events(sentence, verb, cut, self.mentions):
            if head is not None and at >= head.start():
                if at < head.end("head"):
                    continue
                self._open_list(head)
                head = None
            if isinstance(event, Mention):
                self.on_mention(event)
            else:
                self._on_verb(event)
        if floor is not None:
            self._take_the_floor(floor.end(), cut)
        return self.evidence

    def _told(self) -> re.Match[str] | None:
        """The word after which the sentence reports speech; what a medium tells is none."""
        told = verbs.REPORTED.search(self.sentence, self.begin)
        while told and frames.by_a_medium(self.sentence[self.begin : told.start()]):
            told = verbs.REPORTED.search(self.sentence, told.end())
        return told

    def _take_the_floor(self, floor: int, cut: int) -> None:
        """Those who speak at the meeting that the sentence opens with ("会上，X要求…")."""
        people = self.state.subject
        if not people or people[0].title_start != floor or self.state.verb_end >= 0:
            return
        if people[-1].trailing == "总书记" and not self.context.first:
            return  # a recap
        if frames.SPOKE_AT.fullmatch(self.sentence, people[-1].after, cut) is not None:
            self.give(people, ("speaker",), "takes the floor")

    def _introduce(self) -> None:
        """Keep the foreign names that a title introduces: they are met again without it."""
        self.context.introduced |= {
            self.sentence[m.start : m.end] for m in self.mentions if m.titled and self.is_foreign(m)
        }

    def _says_something(
        self, head: Found | re.Match[str] | None, told: re.Match[str] | None
    ) -> bool:
        """Whether a verb stands before reported speech: a screen before mentions are sought."""
        if self.context.conference or self.context.guests or self.context.turns:
            return True
        if head is None:
            head = verbs.ESCORTED.search(self.sentence, self.begin)
        if head is None or told is None:
            return head is not None
        return (head.start if isinstance(head, Found) else head.start()) <= told.start()

    def _reported(self) -> int:
        """Where reported speech begins."""
        covered = [(m.title_start, m.after) for m in self.mentions]
        for match in verbs.REPORTED.finditer(self.sentence, self.begin):
            if frames.by_a_medium(self.sentence[self.begin : match.start()]):
                continue
            if not any(start <= match.start() < end for start, end in covered):
                return match.start() if not match.group().startswith("发言") else match.end()
        return len(self.sentence)

    # -- lists that follow their verb -------------------------------------------------

    def _is_head(self, head: re.Match[str]) -> bool:
        following = [m for m in self.mentions if m.start >= head.end("head")]
        inside = [
            m
            for m in self.mentions
            if head.start() <= m.start < head.end("head")
            and not re.search("[陪随]同", head["head"])
        ]
        return bool(following) and not inside and "的是" not in head["head"]

    def _open_list(self, head: re.Match[str]) -> None:
        word = head.group("verb") or head.group("verb2") or ""
        text = head["head"]
        if head["guests"] is not None:
            roles: tuple[Role, ...] = ("counterpart",)
        elif word in ("陪同", "随同", "同机", "一同") or re.search("会见|会谈|接见|陪同", text):
            roles = ("accompanying",)
        elif re.search("上述|有关活动", text):
            roles = ("accompanying", "attendee")
        elif word in ("发言", "致辞", "讲话", "作报告"):
            roles = ("speaker",)
        elif word == "主持":
            roles = ("chair",)
        else:
            roles = ("attendee",)
        state = self.state
        state.listed, state.last, state.verb_end = roles, "listed", head.end("head")
        state.pending = "list"
        if verbs.FUTURE.search(self.sentence, self.begin, head.end("head")):
            state.refused = "future"

    def _on_verb(self, verb: Found) -> None:
        state = self.state
        kind = verb.kind
        if kind != "meet" and self._object_follows(verb):
            return
        if state.pending == "list" and verb.start < state.verb_end:
            return
        state.pending = ""
        if not state.subject:
            self._without_subject(verb, kind)
            return
        begin = max(m.after for m in (*state.subject, *state.partners) if m.start < verb.start)
        gap = self.sentence[max(begin, state.verb_end) : verb.start]
        with_nobody = verb.word.endswith("交流") and not any(m.titled for m in state.partners)
        invites = kind == "talk" and "邀请" in gap and "，" not in gap
        leaves = (invites or frames.leaves_verb(gap)) and not with_nobody
        if not leaves or (state.verb_end >= 0 and frames.others(gap)):
            return
        if state.escort == verb.start:
            state.verb_end = state.escort = verb.end
            return
        if kind == "accompany":
            state.escort = verb.end
        if frames.ORGANISATIONS.match(gap) and not any(m.titled for m in state.subject):
            state.subject, state.last = [], ""
            return
        self._judge(verb, "attend" if kind == "speak" and "听取" in gap else kind, gap, begin)
        state.verb_end = verb.end
        if kind == "meet":
            state.pending = "object"
            self.context.guests |= not any(m.start > verb.end for m in self.mentions)

    def _without_subject(self, verb: Found, kind: str) -> None:
        state = self.state
        if kind == "talk" and state.partners:
            self.give(state.partners, ("counterpart",), "met by another")
            state.partners = []
        elif kind == "meet" and not verb.word.startswith("走访"):
            state.pending, state.verb_end = "object", verb.end

    def _judge(self, verb: Found, kind: str, gap: str, begin: int) -> None:
        """The verdict on the subject of a verb; ``gap`` lies between them, from ``begin``."""
        state = self.state
        shown = verb.word[:2]
        whole = self.sentence[state.subject[-1].after : verb.start]
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

    def _object_follows(self, verb: Found) -> bool:
        """Whether ``verb`` stands in a relative clause before the object that is awaited."""
        following = [m for m in self.mentions if m.title_start >= verb.end]
        if not following:
            return False
        between = self.sentence[verb.end : following[0].title_start]
        if self.state.pending == "object":
            return between.endswith("的") and not re.search("[；。]", between)
        return between.endswith("的") and not re.search("[，；。]", between)
