"""The keywords of campaign files, French beside English; the code only knows the English ones."""

from __future__ import annotations

from collections.abc import Mapping

from veille_tui.callscript.vocabulary import pairs

CAMPAIGN_KEYS: Mapping[str, Mapping[str, str]] = {
    "campaign": pairs(
        "campagne=campaign titre=title langue=language bailleur=landlord finalite=purpose"
        " base_legale=legal_basis debut=start fin=end conservation=retention fuseau=timezone"
        " script publics=segments vagues=waves rythme=cadence horaires=hours tentatives=attempts"
        " relais=relays affectation=assignment partenaires=partners alerte=alert_mode"
        " contact securisee=secured_for historique=history questions=faq messages"
    ),
    "segment": pairs("id titre=title si=when priorite=priority"),
    "wave": pairs("id publics=segments des=from"),
    "cadence": pairs("si=when tous_les=every jusqu_au=until"),
    "hours": pairs("jours=days plages=slots feries=holidays"),
    "slot": pairs("id de=from a=to jours=days poids=weight"),
    "attempts": pairs(
        "par_jour=per_day maximum plages=slots jours=days delais=delays retard=callback_grace"
    ),
    "delays": pairs(
        "sans_reponse=no_answer occupe=busy message_laisse=voicemail_left messagerie=voicemail"
        " probleme_de_ligne=phone_problem coupe=dropped autre_personne=reached_other"
        " a_rappeler=callback refus_du_moment=refused_soft partiel=partial"
    ),
    "relay": pairs(
        "canal=channel apres=after avant=by delai=within responsable=owner en_parallele=parallel"
    ),
    "assignment": pairs(
        "par=by taille=size avance=ahead duree_avance=ahead_for par_jour=load entraide=grace"
        " appelants=callers"
    ),
    "caller": pairs("nom=name agences=agencies par_jour=load"),
    "alert_mode": pairs("tous_les=every avant=by"),
    "message": pairs("id titre=title texte=text si=when publics=segments communes"),
    "faq_file": pairs("langue=language questions=faq"),
    "faq_entry": pairs("id question reponse=answer mots=words vers=to"),
    "partner_file": pairs("langue=language partenaires=partners"),
    "partner": pairs(
        "id genre=kind nom=name communes canal=channel courriel=email telephone=phone"
        " adresse=address themes note"
    ),
}
"""For every place of a campaign's files (its own, questions, partners), English to French."""

CHANNELS = pairs("voisin=neighbour facteur=postman visite=visit secours=rescue courrier=letter")
ASSIGNMENTS = pairs("agence=agency appelant=caller tous=anybody")
HISTORIES = pairs("partage=shared propre=own")
"""Whether callers see what other campaigns of the landlord heard."""
PARTNER_CHANNELS = pairs("courriel=email courrier=letter telephone=phone")
DAYS = pairs(
    "lundi=monday mardi=tuesday mercredi=wednesday jeudi=thursday vendredi=friday"
    " samedi=saturday dimanche=sunday"
)
"""From Monday, which is 0."""
