"""Mentions that a frame before or after them proves by itself: company, guests, hosts, reports."""

from __future__ import annotations

import re

from dataset_tools.fields.attendees import frames
from dataset_tools.fields.attendees.mentions import Mention
from dataset_tools.fields.attendees.roles import Verdicts


class Company(Verdicts):
    """Frames that need no verb of the mention's own; each tells whether it took the mention."""

    def _as_introduced(self, mention: Mention, gap: str) -> bool:
        """One introduced by a clause ("出席会议的X说"); the mention goes on as subject."""
        told = frames.TELLS.match(self.sentence, mention.after) is not None
        if mention.titled and told and frames.INTRODUCED.fullmatch(gap) is not None:
            self.give([mention], ("attendee",), "introduced as one who attends")
        return False

    def _as_heard(self, mention: Mention, gap: str) -> bool:
        """One whose report is heard ("听取了X有关…的介绍")."""
        if not (mention.titled or mention.trailing) or not gap.endswith(("听取", "听取了", "听了")):
            return False
        if frames.HEARD.match(self.sentence, mention.after) is None:
            return False
        self.give([mention], ("speaker",), "whose report is heard")
        self.state.last = "oblique"
        return True

    def _as_company(self, mention: Mention, gap: str) -> bool:
        """Company ("在X陪同下", "在X主持下", "陪同X")."""
        state, before = self.state, gap.rstrip("\x00\x01 ")
        if before.endswith("陪同"):
            self.give([mention], ("attendee",), "accompanied by others")
            state.last = "oblique"
            return True
        if (
            mention.titled
            and before.endswith("受到")
            and frames.RECEIVED.match(self.sentence, mention.after)
        ):
            state.listed = ("attendee",)
            self.give([mention], state.listed, "receives the guest")
            state.last = "listed"
            return True
        if not before.endswith("在"):
            return False
        escort = frames.ESCORT.match(self.sentence, mention.after)
        if escort is not None:
            led = escort.group(1) or escort["led"]
            state.listed = ("attendee",) if led else ("accompanying",)
            self.give([mention], state.listed, "in whose company")
            self._principal(mention)
            state.last = "listed"
            return True
        if self.sentence.startswith("主持下", mention.after):
            state.subject, state.last = [mention], "subject"
            return True
        return False

    def _principal(self, escort: Mention) -> None:
        """Those who come in somebody's company ("在X陪同下来到Y")."""
        subject = self.state.subject
        known = len(subject) > 1 or any(m.titled or self.is_known(m) for m in subject)
        if not (known or self.context.first):
            return
        if frames.COMES.match(self.sentence, escort.after):
            self.give(subject, ("attendee",), "comes in company")

    def _as_honoured(self, mention: Mention, gap: str) -> bool:
        """One for whom a ceremony is held ("举行仪式，欢迎X", "为X举行仪式")."""
        before = gap.rstrip("\x00\x01 ")
        welcome = before.endswith("欢迎") and bool(self.state.subject)
        if welcome and re.search("仪式|宴会", before + self.sentence[: mention.start]):
            self._met(mention)
            return True
        if before.endswith("为") and frames.HONOURED.match(self.sentence, mention.after):
            self.give(self.state.subject, ("attendee",), "holds the ceremony")
            self.state.listed, self.state.last = ("attendee",), "listed"
            self.give([mention], self.state.listed, "honoured by a ceremony")
            return True
        return False

    def _as_guest(self, mention: Mention, _gap: str) -> bool:
        """One of a delegation that was received answers."""
        if not self.context.guests or not mention.titled:
            return False
        if frames.GUEST.match(self.sentence, mention.after) is None:
            return False
        self.give([mention], ("counterpart",), "one of the delegation received")
        return True

    def _as_next_speaker(self, mention: Mention, gap: str) -> bool:
        """One more who takes the floor in the meeting told of ("王主席认为，…")."""
        if not (self.context.turns and mention.titled and not gap):
            return False
        title = self.sentence[mention.title_start : mention.title_end]
        if "发言人" in title or "记者" in title or mention.title_start != self.begin:
            return False
        if frames.NEXT.match(self.sentence, mention.after) is None:
            return False
        self.give([mention], ("speaker",), "takes the floor")
        return True

    def _met(self, mention: Mention) -> None:
        state = self.state
        state.pending, state.objects, state.last = "", [mention], "object"
        self.counterpart(mention)
