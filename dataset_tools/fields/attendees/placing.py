"""Where a mention belongs: subject, partner, object, item of a list, or none of these."""

from __future__ import annotations

import re
from bisect import bisect_left

from dataset_tools.fields.attendees import frames, verbs
from dataset_tools.fields.attendees.company import Company
from dataset_tools.fields.attendees.mentions import Mention
from dataset_tools.fields.attendees.plausible import verbal
from dataset_tools.fields.attendees.state import Evidence

_PREDICATE = frozenset("在从向把被由以是将")
"""What begins with one of these is no item of a list."""


class Placing(Company):
    """Takes the mentions of a sentence one by one and gives each its place."""

    def _gap(self, mention: Mention) -> str:
        """What stands before a mention, back to the mention or the verb before."""
        last = self._last_mention(mention)
        end = last.after if last is not None and last.after <= mention.title_start else self.begin
        start = max(end, self.begin, self.state.verb_end)
        return self.sentence[start : mention.title_start]

    def on_mention(self, mention: Mention) -> None:
        """Place one mention; what nothing else claims becomes the subject."""
        gap = self._gap(mention)
        for attempt in (
            self._as_head,
            self._as_part_of_a_name,
            self._as_first_item,
            self._as_brought_along,
            self._as_introduced,
            self._as_heard,
            self._as_object,
            self._as_item,
            self._as_delegate,
            self._as_partner,
            self._as_company,
            self._as_honoured,
            self._as_guest,
            self._as_next_speaker,
            self._as_oblique,
        ):
            if attempt(mention, gap):
                return
        state = self.state
        state.subject, state.partners, state.objects = [mention], [], []
        state.last, state.refused, state.verb_end = "subject", "", -1
        self._prefix(mention)

    def _as_head(self, mention: Mention, gap: str) -> bool:
        """The head of a delegation ("以X为团长的代表团")."""
        if not (gap.endswith("以") and frames.AS_HEAD.match(self.sentence, mention.after)):
            return False
        self._met(mention)
        return True

    def _as_part_of_a_name(self, mention: Mention, gap: str) -> bool:
        """The name is part of something else ("X的特使", "X思想")."""
        near = frames.AFTER_OBLIQUE.match(self.sentence, mention.end)
        if near is None and mention.after > mention.end:
            near = frames.AFTER_OBLIQUE.match(self.sentence, mention.after)
        if near is None:
            return False
        if near.group() == "关于" and not mention.trailing and mention.titled:
            return False
        if near.group() == "夫人" and self.state.last == "subject" and frames.joins_list(gap):
            self.evidence.append(Evidence(mention, "refused", "named by the spouse"))
            return True
        self._oblique(mention)
        return True

    def _as_first_item(self, mention: Mention, _gap: str) -> bool:
        state = self.state
        if state.pending != "list":
            return False
        state.pending, state.last = "", "listed"
        self.give([mention], state.listed, "list after its verb")
        return True

    def _as_brought_along(self, mention: Mention, gap: str) -> bool:
        state = self.state
        if (
            state.last != "subject"
            or state.verb_end >= 0
            or gap not in ("率", "率领", "偕", "携", "带领")
        ):
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
        if (
            not state.last
            or not (frames.joins_list(gap) or self._runs_on(gap, mention))
            or not self._joins(gap, mention)
        ):
            state.pending = ""
            return False
        self._join(mention, gap)
        return True

    def _as_delegate(self, mention: Mention, _gap: str) -> bool:
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
        if frames.ORGANISATIONS.match(self.sentence, mention.after):
            return False
        state.partners, state.last = [mention], "partner"
        return True

    def _as_oblique(self, mention: Mention, gap: str) -> bool:
        before = gap.rstrip("\x00\x01 ")
        if frames.OBLIQUE.search(before) is None or before.endswith(("共同", "委托")):
            return False
        if before.endswith("邀请") and frames.LECTURES.match(self.sentence, mention.after):
            return False
        self._oblique(mention)
        return True

    def _runs_on(self, gap: str, mention: Mention) -> bool:
        """Whether a list of names with titles goes on after an item that could not be read."""
        state = self.state
        if (
            not mention.titled
            or gap[:1] not in "、，；等\x00 "
            or state.last not in ("subject", "listed")
        ):
            return False
        last = self._last_mention(mention)
        if last is None or not last.titled or state.verb_end > last.start:
            return False
        if frames.RUNS_ON.fullmatch(gap) is None or verbs.REPORTED.search(gap) is not None:
            return False
        if verbs.KINDS.search(gap) is not None or "了" in gap:
            return False
        parts = re.split("[，、；]", gap.strip("\x00 　"))
        return not any(part[:1] in _PREDICATE or verbal(part, 0, 2) for part in parts if part)

    def _joins(self, gap: str, mention: Mention) -> bool:
        state = self.state
        if state.last == "listed":
            last = self._last_mention(mention)
            return last is None or state.verb_end <= last.start
        if state.last in ("object", "partner") and "，" in gap:
            return gap == "，" and mention.titled and self._ends_item(mention)
        if "同" in gap or ("与" in gap and self._talk_follows(mention)):
            return False
        return (
            state.verb_end < 0
            or state.last in ("object", "partner", "oblique")
            or self.sentence.find("，", state.verb_end, mention.title_start) < 0
        )

    def _ends_item(self, mention: Mention) -> bool:
        """Whether a mark or the next item follows, no verb of the mention's own."""
        return self.sentence[mention.after :].removeprefix("一行")[:1] in "，。、；和"

    def _talk_follows(self, mention: Mention) -> bool:
        rest = self.sentence[mention.after : mention.after + 40]
        return frames.TALK.search(rest) is not None

    def _join(self, mention: Mention, gap: str) -> None:
        state = self.state
        last = self._last_mention(mention)
        members = frames.MEMBERS.match(gap)
        if members is not None and last is not None:
            self.title_from(members, last.after)
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
        """The mention before."""
        at = bisect_left(self.mentions, mention.start, key=lambda other: other.start)
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
        if "任" in prefix:
            prefix = frames.OFFICE_HELD.sub("", prefix)
        past = verbs.PAST_PREFIX.search(prefix)
        if past is not None and not (
            self.context.first
            and prefix.startswith(("19", "20"), past.start())
            and mention.trailing != "总书记"
        ):
            self.state.refused = "another time"
        elif verbs.FUTURE.search(prefix, max(prefix.rfind("，"), prefix.rfind("\x01")) + 1):
            self.state.refused = "future"
