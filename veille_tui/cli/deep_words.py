"""Each thing that the deep proof may find, in words, with its remedy."""

from __future__ import annotations

from veille_tui.language import _


def words(code: str) -> str:
    """What is wrong where `code` was found."""
    return _every().get(code, code)


def _every() -> dict[str, str]:
    cases = _of_cases() | _of_queue() | _of_needs() | _of_referrals()
    return cases | _of_calls() | _of_rows()


def remedy(code: str, is_contradiction: bool) -> str:
    """What to do about it."""
    if is_contradiction:
        return _(
            "Copier la base, ne rien y corriger à la main, et signaler ces numéros avec la copie"
            " du texte ci-dessus."
        )
    return {
        "lease_over": _("Le premier poste ouvert les remettra dans la file : en ouvrir un."),
        "due_and_asleep": _("Le premier poste ouvert les remettra dans la file : en ouvrir un."),
        "promise_overdue": _("Ces personnes attendent : les faire appeler d'abord."),
        "secured_without_evidence": _("Les faire rappeler : ce qui les disait en sécurité est"
                                      " contredit."),
        "referral_left_without_consent": _("Demander à qui l'a envoyé pourquoi, et le dire à la"
                                           " personne."),
        "rests_without_relay": _("Ouvrir un poste, ou demander « veille relays list CAMPAGNE »."),
        "relay_after_the_end": _("Dire ce qu'il en est : veille relays record RELAIS --result …"),
        "need_ends_nowhere": _("Les reprendre un par un : nommer qui s'en charge."),
    }.get(code, "")  # fmt: skip


def _of_cases() -> dict[str, str]:
    return {
        "no_queue_row": _("suivi absent de la file"),
        "no_household": _("suivi sans foyer"),
        "no_campaign": _("suivi sans campagne"),
        "unknown_disposition": _("état du suivi inconnu"),
        "two_states": _("état du suivi et place dans la file qui se contredisent"),
        "dead_and_queued": _("décès noté, mais encore dans la file"),
        "dead_without_end": _("dit décédé, sans l'appel qui l'a noté"),
        "opted_out_and_queued": _("ne veut plus être appelé, mais encore dans la file"),
        "promise_incomplete": _("promesse d'appel incomplète"),
        "appointment_without_promise": _("rendez-vous sans heure promise"),
        "promise_kept_by_nobody": _("appel promis que plus personne ne passera"),
        "promise_overdue": _("appel promis depuis plus d'un jour et pas encore passé"),
        "evidence_incomplete": _("situation sécurisée sans canal ou sans source"),
        "secured_without_evidence": _("dit en sécurité, mais la preuve en a été retirée"),
        "unknown_urgency": _("urgence inconnue"),
        "decided_by_nobody": _("état que personne n'a décidé"),
        "decision_missing": _("décision dont la tentative manque ou n'est pas finie"),
        "decision_contradicted": _("état différent de la décision en vigueur"),
        "number_unused": _("dit sans numéro, alors qu'un numéro peut être composé"),
        "relay_decision_missing": _("décision d'un relais qui manque"),
        "rests_without_relay": _("le téléphone n'y peut plus rien, et aucun relais n'est en cours"),
        "lost_and_sought": _("perdu de vue, et pourtant un relais est en cours"),
        "relay_without_case": _("relais sans suivi"),
        "relay_elsewhere": _("relais d'une autre campagne que son suivi"),
        "relay_unknown_state": _("relais d'un état, d'un canal ou d'un résultat inconnu"),
        "relay_half_ended": _("relais en cours et terminé à la fois"),
        "relay_ended_by_nothing": _("relais rendu sans résultat"),
        "relay_sent_never": _("relais parti sans date de départ"),
        "relay_for_nobody": _("relais en cours chez une personne décédée"),
        "relay_after_the_end": _("relais en cours alors que le suivi est clos"),
        "household_in_no_state": _("foyer dans aucune campagne"),
    }


def _of_queue() -> dict[str, str]:
    return {
        "queue_without_case": _("place dans la file sans suivi"),
        "queue_elsewhere": _("place dans la file d'un autre foyer ou d'une autre campagne"),
        "unknown_state": _("place dans la file inconnue"),
        "held_without_token": _("pris en charge sans jeton"),
        "held_without_lease": _("pris en charge sans fin de bail"),
        "held_by_nobody": _("pris en charge par personne"),
        "token_forgotten": _("jeton de prise en charge qui n'est pas le dernier donné"),
        "claim_without_holder": _("reste d'une prise en charge qui est finie"),
        "lease_over": _("prise en charge dont le bail est passé"),
        "line_held_twice": _("même ligne téléphonique prise en charge deux fois"),
        "token_used_twice": _("même jeton pour deux suivis"),
        "due_and_asleep": _("heure passée depuis plus d'un jour, pas remis dans la file"),
        "reserved_for_ever": _("réservé à quelqu'un sans limite"),
        "reserved_for_nobody": _("réservé à personne"),
        "nothing_rings": _("aucune ligne téléphonique retenue"),
    }


def _of_needs() -> dict[str, str]:
    return {
        "need_unknown_state": _("besoin dans un état inconnu"),
        "need_without_case": _("besoin d'un suivi qui n'existe pas"),
        "need_elsewhere": _("besoin d'un autre suivi ou d'une autre campagne que sa tentative"),
        "need_without_attempt": _("besoin sans tentative"),
        "need_of_unfinished": _("besoin d'une tentative qui n'est pas finie"),
        "need_unknown_urgency": _("besoin d'urgence inconnue"),
        "need_ends_nowhere": _("besoin ouvert, sans destinataire ni prochain appel"),
    }


def _of_referrals() -> dict[str, str]:
    return {
        "referral_without_case": _("signalement d'un suivi qui n'existe pas"),
        "referral_elsewhere": _("signalement d'une autre campagne que son suivi"),
        "referral_unknown_state": _("signalement dans un état inconnu"),
        "referral_unknown_kind": _("signalement de nature inconnue"),
        "referral_unknown_consent": _("signalement dont l'accord est inconnu"),
        "referral_unknown_urgency": _("signalement d'urgence inconnue"),
        "referral_without_deadline": _("signalement sans délai de réponse"),
        "referral_sent_to_nobody": _("signalement avancé sans avoir été envoyé"),
        "referral_half_ended": _("signalement à demi fini"),
        "referral_done_need_open": _("aide en place, mais besoin encore ouvert"),
        "referral_left_without_consent": _("signalement parti malgré un refus"),
    }


def _of_calls() -> dict[str, str]:
    return {
        "attempt_without_case": _("tentative d'un suivi qui n'existe pas"),
        "attempt_elsewhere": _("tentative d'une autre campagne que son suivi"),
        "attempt_half_finished": _("tentative à demi finie"),
        "attempt_unknown_end": _("tentative dont la fin est inconnue"),
        "attempt_without_entry": _("tentative absente du journal"),
        "dial_without_attempt": _("appel sans tentative"),
        "dial_elsewhere": _("appel d'un autre suivi que sa tentative"),
        "dial_half_ended": _("appel à demi fini"),
        "dial_unknown_outcome": _("appel dont l'issue est inconnue"),
        "dial_answered_by_nobody": _("appel décroché par personne"),
        "answer_without_attempt": _("réponse sans tentative"),
        "answer_elsewhere": _("réponse d'un autre suivi que sa tentative"),
        "answer_empty": _("réponse vide"),
        "answer_hidden_early": _("réponse écartée avant la fin de sa tentative"),
        "note_without_attempt": _("note sans tentative"),
        "note_elsewhere": _("note d'un autre suivi que sa tentative"),
        "note_unknown_kind": _("note de nature inconnue"),
    }


def _of_rows() -> dict[str, str]:
    return {
        "entry_unknown_kind": _("écriture de nature inconnue"),
        "entry_without_case": _("écriture d'un suivi qui n'existe pas"),
        "entry_without_attempt": _("écriture dont la tentative manque"),
        "entry_elsewhere": _("écriture d'un autre suivi ou d'une autre campagne"),
        "tenant_without_household": _("personne sans foyer"),
        "number_without_household": _("numéro sans foyer"),
    }
