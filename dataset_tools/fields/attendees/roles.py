"""Verdicts: which role a verb gives to its subject, its partners and its objects."""

from __future__ import annotations

import re

from dataset_tools.core.record import Role
from dataset_tools.fields.attendees import frames, verbs
from dataset_tools.fields.attendees.mentions import Mention
from dataset_tools.fields.attendees.plausible import is_foreign
from dataset_tools.fields.attendees.state import Context, Evidence, State, Verdict
from dataset_tools.text.kinds import Found


class Verdicts:
    """Collects the evidence of one masked sentence; the reader of sentences builds on it."""

    def __init__(self, sentence: str, begin: int, context: Context) -> None:
        self.sentence = sentence
        self.begin = begin
        self.context = context
        self.state = State()
        self.evidence: list[Evidence] = []
        self.mentions: list[Mention] = []

    def give(self, people: list[Mention], roles: tuple[Verdict, ...], rule: str) -> None:
        """Record ``roles`` for ``people``, or the refusal that holds for the clause."""
        if self.state.refused and roles != ("absent",):
            roles, rule = ("refused",), self.state.refused
        self.evidence += [Evidence(mention, role, rule) for mention in people for role in roles]

    def counterpart(self, mention: Mention) -> None:
        """Record the one who is met."""
        hosts = self.state.subject
        if hosts and all(map(self.is_foreign, (*hosts, mention))):
            # between two foreign sides neither is the host of the reader
            self.give([*hosts, mention], ("counterpart", "attendee"), "met by another")
        else:
            self.give([mention], ("counterpart",), "met by another")

    def is_foreign(self, mention: Mention) -> bool:
        """Whether the title before the name is one of another state."""
        return is_foreign(self.sentence[mention.title_start : mention.title_end])

    def is_known(self, mention: Mention) -> bool:
        """Whether the article has told before that the person took part."""
        name = self.sentence[mention.start : mention.end]
        known = self.context.present
        return name in known or any("·" in one and one.startswith(name) for one in known)

    def title_from(self, members: re.Match[str], begin: int) -> None:
        """Give every untitled subject the title that closes the list ("等10位委员")."""
        for mention in self.state.subject:
            if not mention.titled:
                mention.title_start = begin + members.start(1)
                mention.title_end = begin + members.end(1)

    def _aside(self, verb: Found) -> bool:
        """Whether the verb is told of somebody in a story, not of a guest or principal.

        Inspecting and leading need a person introduced with a title, one of a list, or one in the
        opening paragraph; leading needs a meeting.
        """
        word, one = verb.word, self.state.subject[0]
        rest = self.sentence[verb.end : verb.end + 60]
        # a programme ("《…》由X主持"), or no meeting; part of the meeting that was told of
        show = self.sentence.endswith("\x01由", 0, one.title_start) or not frames.MEETING.search(
            rest
        )
        if (word.startswith("主持") and show) or (word.endswith("见证") and self.evidence):
            return True
        if word == "接待":
            return not (self.context.first and one.titled)
        if word.startswith(("进行", "开展")) and word.endswith(frames.INSPECTION):
            return not self.context.first and not one.titled
        if (
            not word.startswith(frames.PRINCIPAL)
            or self.context.first
            or len(self.state.subject) > 1
            or self.sentence.startswith("一行", one.after)
        ):
            return False
        return not one.titled and one.trailing in ("", "委员", "代表") and not self.is_known(one)

    def _no_meeting(self, verb: Found, kind: str, gap: str) -> bool:
        """Whether the verb is only background, a document, or an address to no meeting."""
        rest = self.sentence[verb.end : verb.end + 60].split("，", 1)[0]
        if rest.endswith(("之际", "前夕", "前")) and kind == "attend":
            return True
        if kind != "speak":
            return False
        word = verb.word
        # a body can have a topic too (宣传周以“好书”为主题)
        unnamed = not all(m.titled or m.trailing for m in self.state.subject)
        bare = word == "讲话" and not gap.endswith(("并", "、", "，", "和"))
        document = bare and (gap != "" or not all(m.titled for m in self.state.subject))
        passing = any(m.trailing and not self.is_known(m) for m in self.state.subject)
        if document or (word.startswith("在") and passing) or (word.startswith("以") and unnamed):
            return True
        if word.startswith("作的") or gap.endswith("所"):
            return "听取" not in self.sentence[: verb.start] and "听取" not in gap
        if frames.BROADCAST.search(word) or (word.startswith("介绍") and self.context.bilateral):
            return True
        address = (
            word.startswith("发表")
            and "重要" not in word
            and self.is_foreign(self.state.subject[0])
        )
        return address and not frames.PLACE_TO_SPEAK.search(gap + word + rest) and not self.evidence

    def frame(self, whole: str, kind: str, gap: str) -> None:
        """Frames between subject and verb; ``whole`` holds partners and earlier verbs too."""
        state = self.state
        if verbs.FUTURE.search(gap) or (state.partners and verbs.FUTURE.search(whole)):
            state.refused = "future"
        elif verbs.NEGATED.search(gap):
            state.refused = (
                "absent" if kind in ("attend", "speak", "accompany", "closing") else "denied"
            )
        elif verbs.PAST.search(gap):
            state.refused = "another time"
        elif not self.context.first and any(
            m.trailing == "总书记" and not self.is_known(m) for m in state.subject
        ):
            state.refused = "recap"
        elif self.context.speech and any(m.trailing for m in state.subject):
            state.refused = "reported speech"

    def counts(self, verb: Found, kind: str, gap: str) -> bool:
        """Whether the verb is told as an attendance of its subject."""
        after = self.sentence[verb.end : verb.end + 12]
        if frames.unfit(verb.word, after):
            return False
        return not self._no_meeting(verb, kind, gap) and not self._aside(verb)

    def apply(self, kind: str, verb: Found) -> None:
        """Give the roles that a verb of ``kind`` says of its subject and partners."""
        state = self.state
        people = [*state.subject, *state.partners]
        rule = f"subject of {verb.word[:8]}"
        match kind:
            case "chair":
                self.give(people, ("chair",), rule)
            case "speak":
                self.give(people, ("speaker",), rule)
            case "accompany":
                host = "检阅" in self.sentence[verb.end : verb.end + 24]
                self.give(people, ("attendee",) if host else ("accompanying",), rule)
            case "visit" | "opening":
                self._opening(kind, verb.word, rule)
            case "floor":
                self.give(people, ("speaker", "attendee"), rule)
            case "closing":
                foreign = any(map(self.is_foreign, people))
                known = [m for m in people if foreign or self.is_known(m)]
                self.give([m for m in people if m not in known], ("accompanying", "attendee"), rule)
                self.give(known, ("attendee",), rule)
            case "talk" | "meet":
                self._meeting(kind, rule, self.sentence[people[0].after : verb.end])
            case _:
                self.give(people, self._attend_roles(verb), rule)
                if frames.DEBATE.match(self.sentence, verb.end):
                    self.give(people, ("speaker",), rule)
        if state.partners and kind not in ("talk", "meet"):
            self.give(state.partners, ("counterpart",), rule)

    def _opening(self, kind: str, words: str, rule: str) -> None:
        """The opening sentence says where the principal spoke ("X在Y座谈会上强调")."""
        people = [*self.state.subject, *self.state.partners]
        if not self.context.first:
            if frames.OWN_MEETING.fullmatch(words) and not frames.PRESS.search(words):
                self.give(people, ("speaker", "attendee"), rule)
            return
        if kind == "visit":
            told = all(m.titled or m.trailing for m in people)
            if told or "调研" not in words:
                self.give(people, ("attendee",), rule)
        elif all(m.titled for m in people) and not frames.PRESS.search(words):
            self.give(people, ("speaker",), rule)

    def _meeting(self, kind: str, rule: str, gap: str) -> None:
        state = self.state
        foreign = all(self.is_foreign(m) for m in state.subject)
        alone = not state.partners and len(state.subject) < 2 and not state.objects
        if kind == "talk" and alone:
            told = any(m.trailing and not self.context.first for m in state.subject)
            if told or not frames.WITH_GROUP.search(gap):
                return
        mutual = foreign and (
            state.partners or (kind == "talk" and len(state.subject) > 1 and state.verb_end < 0)
        )
        roles: tuple[Role, ...] = ("counterpart", "attendee") if mutual else ("attendee",)
        self.give(state.subject, roles, rule)
        self.give(
            state.partners, ("counterpart", "attendee") if foreign else ("counterpart",), rule
        )

    def _attend_roles(self, verb: Found) -> tuple[Role, ...]:
        rest = self.sentence[verb.end : verb.end + 2]
        alone = verb.word in ("参加", "出席") and rest[:1] in ("。", "")
        titled = any(m.titled for m in self.state.subject)
        if alone and verb.word == "参加" and self.context.bilateral and not titled:
            return ("accompanying", "attendee")
        return ("attendee",)
