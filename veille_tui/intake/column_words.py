"""The columns a listing may have, and the headings landlords give them."""

from __future__ import annotations

FIELDS = {
    "reference": "reference",
    "contract": "contrat",
    "tenant_reference": "reference_locataire",
    "title": "civilite",
    "last_name": "nom",
    "first_name": "prenom",
    "usual_name": "nom_usuel",
    "birth_name": "nom_naissance",
    "full_name": "nom_complet",
    "birth_date": "date_naissance",
    "age": "age",
    "phone": "telephone",
    "phone_relative": "telephone_proche",
    "phone_neighbour": "telephone_voisin",
    "phone_guardian": "telephone_tuteur",
    "relative": "proche",
    "neighbour": "voisin",
    "guardian": "tuteur",
    "address": "adresse",
    "address_extra": "complement",
    "building": "batiment",
    "staircase": "escalier",
    "floor": "etage",
    "door": "porte",
    "postcode": "code_postal",
    "city": "ville",
    "insee": "insee",
    "agency": "agence",
    "residence": "residence",
    "language": "langue",
    "segments": "publics",
    "flags": "marqueurs",
    "lives_alone": "vit_seul",
    "isolated": "isole",
    "disability": "handicap",
    "single_parent": "monoparental",
    "hearing": "entend_mal",
    "guardianship": "tutelle",
    "occupants": "occupants",
    "preferred_caller": "appelant",
    "note": "note",
    "co_title": "civilite_conjoint",
    "co_last_name": "nom_conjoint",
    "co_first_name": "prenom_conjoint",
    "co_birth_date": "date_naissance_conjoint",
}
"""Our names and their French twins, as a column file writes them."""

SEVERAL = frozenset(
    "phone phone_relative phone_neighbour phone_guardian relative neighbour guardian address "
    "address_extra segments flags note".split()
)
"""Fields that may come from more than one column."""

ABBREVIATIONS = {
    "adr": "adresse",
    "add": "adresse",
    "ag": "agence",
    "app": "appartement",
    "appt": "appartement",
    "apt": "appartement",
    "bat": "batiment",
    "bt": "batiment",
    "civ": "civilite",
    "cmplt": "complement",
    "compl": "complement",
    "cplt": "complement",
    "com": "commune",
    "cont": "contrat",
    "ctr": "contrat",
    "contract": "contrat",
    "ddn": "naissance",
    "dob": "naissance",
    "dt": "date",
    "dte": "date",
    "email": "courriel",
    "esc": "escalier",
    "et": "et",
    "etg": "etage",
    "gp": "groupe",
    "grp": "groupe",
    "info": "information",
    "infos": "information",
    "lgt": "logement",
    "loc": "locataire",
    "log": "logement",
    "logt": "logement",
    "mail": "courriel",
    "mob": "mobile",
    "n": "numero",
    "nais": "naissance",
    "naiss": "naissance",
    "nb": "nombre",
    "nbre": "nombre",
    "no": "numero",
    "num": "numero",
    "obs": "observation",
    "occ": "occupant",
    "pers": "personne",
    "phone": "telephone",
    "pnom": "prenom",
    "port": "portable",
    "prenm": "prenom",
    "pren": "prenom",
    "prn": "prenom",
    "ref": "reference",
    "res": "residence",
    "resid": "residence",
    "rs": "residence",
    "tel": "telephone",
    "telephonique": "telephone",
    "teleph": "telephone",
    "tph": "telephone",
}
STOP_WORDS = frozenset("a au aux d de des du e en l la le les of s the un une".split())

HEADINGS = {
    "reference": (
        "reference; reference logement; numero logement; code logement; logement; identifiant "
        "logement; id logement; reference locative; numero lot; lot; reference lot; code lot; "
        "module; numero module; numero ug; ug; unite gestion; reference ug; reference "
        "patrimoine; unite locative; numero unite; reference interne; dwelling; dwelling "
        "reference; dwelling id; household id; foyer; reference foyer; numero foyer; esi; code "
        "esi; numero esi; numero local; code local; local; household; dwelling numero"
    ),
    "tenant_reference": (
        "reference locataire; numero locataire; code locataire; id locataire; identifiant "
        "locataire; code client; numero client; reference client; code tiers; numero tiers; "
        "tenant id; identifiant; id; numero dossier; dossier; tenant reference; numero ordre "
        "locataire; matricule"
    ),
    "contract": (
        "contrat; numero contrat; reference contrat; code contrat; id contrat; identifiant "
        "contrat; bail; numero bail; reference bail; lease; lease id; lease numero; contrat "
        "location; numero compte; compte; convention"
    ),
    "title": (
        "civilite; titre; title; qualite; genre; sexe; gender; mme m; m mme; civilite locataire"
    ),
    "last_name": (
        "nom; nom locataire; nom famille; nom titulaire; last name; surname; family name; nom "
        "bail; nom client; nom occupant; nom personne; lastname; nom principal; nom beneficiaire"
    ),
    "birth_name": (
        "nom naissance; nom jeune fille; nom patronymique; patronyme; birth name; maiden name"
    ),
    "usual_name": (
        "nom usuel; nom usage; nom marital; nom epouse; nom epoux; usual name; married name"
    ),
    "first_name": (
        "prenom; prenom locataire; first name; given name; forename; firstname; prenom usuel; "
        "prenom titulaire; prenom client; prenom occupant; premier prenom; prenom principal; "
        "prenom beneficiaire"
    ),
    "full_name": (
        "nom prenom; prenom nom; nom complet; locataire; titulaire; occupant; full name; name; "
        "tenant; identite; titulaire bail; titulaire contrat; nom prenom locataire; raison "
        "sociale; designation; libelle locataire; intitule; nom prenom titulaire; client; "
        "personne; locataire principal; tenant name; beneficiaire; nom et prenom; locataire "
        "titulaire; civilite nom prenom; nom civilite; destinataire"
    ),
    "birth_date": (
        "date naissance; naissance; ne; nee; ne e le; ne le; nee le; jour naissance; birth "
        "date; date birth; birthday; birthdate; annee naissance; date naissance locataire; date "
        "naissance titulaire; born; dnaissance; date naissance occupant"
    ),
    "age": ("age; age locataire; age titulaire; age ans; ans; age occupant; years; age years"),
    "phone": (
        "telephone; numero telephone; portable; mobile; telephone portable; telephone fixe; "
        "telephone mobile; telephone domicile; fixe; gsm"
    ),
    "relative": (
        "personne prevenir; nom personne prevenir; nom contact; nom proche; contact nom; "
        "contact urgence; contact; personne contact; personne confiance; proche; famille; "
        "enfant; fils; fille; aidant; relative; next kin; emergency contact; contact famille; "
        "contact proche; personne prevenir cas urgence; neveu; niece; entourage; referent "
        "familial; autre contact; coordonnee famille; coordonnee proche"
    ),
    "neighbour": ("voisin; voisine; neighbour; neighbor; gardien; contact voisin; nom voisin"),
    "guardian": (
        "tuteur; tutrice; curateur; curatrice; mandataire; guardian; representant legal; tuteur "
        "curateur; mandataire judiciaire; organisme tutelle; udaf; nom tuteur"
    ),
    "address": (
        "adresse; adresse logement; rue; voie; numero voie; numero rue; adresse postale; "
        "adresse complete; adresse locataire; nom voie; libelle voie; type voie; address; "
        "street; numero dans voie; adresse ligne; domicile; adresse lot; street address; nom "
        "rue; numero adresse; address line; voirie; bis ter; indice repetition"
    ),
    "address_extra": (
        "complement adresse; complement; adresse complement; adresse complementaire; "
        "appartement; numero appartement; appartement numero; code porte; digicode; flat; "
        "apartment; lieu dit; hall; numero porte appartement; address extra; situation logement"
    ),
    "building": ("batiment; building; numero batiment; code batiment; tour; immeuble; block"),
    "staircase": (
        "escalier; entree; cage; cage escalier; stair; staircase; montee; numero escalier"
    ),
    "floor": ("etage; niveau; floor; numero etage"),
    "door": ("porte; numero porte; door; palier"),
    "postcode": (
        "code postal; cp; postcode; zip; zip code; postal code; cpostal; cdpostal; code post"
    ),
    "city": (
        "ville; commune; localite; city; town; nom commune; libelle commune; bureau "
        "distributeur; ville logement; commune logement; nom ville; village; cp ville; code "
        "postal ville; ville cp; code postal commune; cp commune"
    ),
    "insee": (
        "insee; code insee; commune insee; insee commune; code commune; code commune insee; "
        "numero insee; code insee commune; insee code"
    ),
    "agency": (
        "agence; nom agence; code agence; agency; branch; agence rattachement; antenne; "
        "secteur; libelle agence; direction territoriale; agence gestion; agence territoriale; "
        "unite territoriale; territoire"
    ),
    "residence": (
        "residence; nom residence; groupe; programme; ensemble immobilier; nom programme; cite; "
        "code residence; libelle residence; libelle groupe; nom groupe; groupe immobilier; "
        "estate; libelle programme; site; numero groupe; code groupe; operation; quartier; "
        "residence groupe"
    ),
    "language": ("langue; language; langue parlee; spoken language; langue maternelle"),
    "segments": (
        "public; segment; categorie; vague; cible; population; public cible; type public; "
        "liste; group; typologie public"
    ),
    "flags": (
        "marqueur; fragilite; flag; vulnerabilite; situation; critere; critere fragilite; "
        "situation particuliere; type fragilite; facteur fragilite"
    ),
    "lives_alone": (
        "seul; vit seul; personne seule; seule; lives alone; alone; living alone; isolement "
        "residentiel; vit seule; locataire seul; vivant seul"
    ),
    "isolated": (
        "isole; isolee; isolement; personne isolee; isolated; isole social; isolement social"
    ),
    "disability": (
        "handicap; handicape; situation handicap; disability; disabled; pmr; mobilite reduite; "
        "rqth; invalidite; personne handicapee; personne situation handicap; aah"
    ),
    "single_parent": (
        "famille monoparentale; monoparental; monoparentale; parent isole; single parent; "
        "parent seul; mono parentale; mono parental"
    ),
    "hearing": (
        "malentendant; sourd malentendant; sourd; entend mal; surdite; hearing; hard hearing; "
        "audition; deaf; "
        "probleme audition; deficience auditive"
    ),
    "guardianship": (
        "tutelle; curatelle; mesure protection; protection juridique; guardianship; sous "
        "tutelle; tutelle curatelle; protege; majeur protege"
    ),
    "occupants": (
        "nombre occupant; nombre personne; occupants; personne foyer; nombre personne foyer; "
        "composition familiale; taille menage; household size; nombre habitant; composition "
        "foyer; nombre occupants logement; taille foyer"
    ),
    "preferred_caller": (
        "appelant; benevole; telephoniste; caller; preferred caller; appelant prefere; nom "
        "appelant; benevole attribue; referent appel; charge appel; attribue; affecte"
    ),
    "note": (
        "observation; commentaire; remarque; note; comment; notes; info; information; "
        "precision; divers; memo; consigne; information complementaire; remark; infos"
    ),
    "co_title": (
        "civilite conjoint; civilite co titulaire; civilite cotitulaire; civilite colocataire"
    ),
    "co_last_name": (
        "nom conjoint; nom co titulaire; nom cotitulaire; conjoint; co titulaire; cotitulaire; "
        "colocataire; nom colocataire; partner last name; co locataire; nom co locataire; nom "
        "co preneur; co preneur; copreneur"
    ),
    "co_first_name": (
        "prenom conjoint; prenom co titulaire; prenom cotitulaire; prenom colocataire; partner "
        "first name; prenom co locataire; prenom co preneur"
    ),
    "co_birth_date": (
        "date naissance conjoint; naissance conjoint; date naissance co titulaire; date "
        "naissance cotitulaire; date naissance colocataire; date naissance co locataire"
    ),
}
"""Headings by field, separated by semicolons; word order, plural, accents do not matter."""

PHONE_WORDS = frozenset("telephone portable mobile fixe gsm cellulaire joignable".split())
QUALIFIERS = frozenset(
    "locataire titulaire occupant client preneur logement gestionnaire attribue referent "
    "principal palier".split()
)
"""Words that may be left out of a heading that is not known with them."""
RELATIVE_WORDS = frozenset("prevenir urgence emergency confiance aidant".split())
NOT_PHONE_WORDS = frozenset("courriel operateur date appel code mobilite mobilier".split())
