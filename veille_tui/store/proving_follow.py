"""What must hold of what follows a call: referrals."""

from __future__ import annotations

from veille_tui.domain.referrals import Consent, ReferralKind, ReferralStatus
from veille_tui.store.proving_shapes import URGENCIES, Rule, Sweep, listed

# A need of its theme that came later has a referral of its own.
_DONE_AND_OPEN = """r.status = 'done' and r.kind <> 'complaint' and exists (select 1 from needs n
  where n.case_id = r.case_id and n.theme = r.theme and n.status = 'open'
    and n.attempt_id = r.attempt_id)"""
REFERRALS = Sweep(
    "referrals",
    """referrals r left join cases c on c.id = r.case_id
  left join households h on h.id = c.household_id""",
    "r.case_id",
    "coalesce(h.reference, '')",
    "cast(r.id as text)",
    (
        Rule("referral_without_case", "c.id is null"),
        Rule("referral_elsewhere", "r.campaign_id <> c.campaign_id"),
        Rule("referral_unknown_state", f"r.status not in {listed(ReferralStatus)}"),
        Rule("referral_unknown_kind", f"r.kind not in {listed(ReferralKind)}"),
        Rule("referral_unknown_consent", f"r.consent not in {listed(Consent)}"),
        Rule("referral_unknown_urgency", f"r.urgency not in {URGENCIES} or r.urgency = ''"),
        Rule("referral_without_deadline", "r.due_at is null"),
        Rule(
            "referral_sent_to_nobody",
            "r.status in ('sent', 'accepted', 'done') and r.sent_at is null",
        ),
        Rule(
            "referral_half_ended",
            "(r.status in ('done', 'revoked')) <> (r.closed_at is not null)",
        ),
        Rule("referral_done_need_open", _DONE_AND_OPEN),
        Rule(
            "referral_left_without_consent",
            "r.sent_at is not null and r.consent = 'refused' and r.urgency <> 'immediate'",
            is_contradiction=False,
        ),
    ),
)
