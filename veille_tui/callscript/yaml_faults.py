"""What is wrong with a YAML file, told to people who have never heard of YAML: cause and remedy."""

from __future__ import annotations

from dataclasses import dataclass

from veille_tui.language import _, n_


@dataclass(frozen=True, slots=True)
class Told:
    """A complaint in plain words; the remedy shows the author's own line mended where it can."""

    code: str
    message: str
    hint: str


def unknown_fault() -> Told:
    """Nothing that we know of."""
    return Told(
        "yaml-syntax",
        _("Cette ligne n'est pas comprise : quelque chose y manque, ou est de trop."),
        _("Vérifier le début de la ligne (des espaces), les deux-points, tirets et guillemets."),
    )


def tab(others: int) -> Told:
    """Tabs before the text of a line, and of so many others."""
    message = _("Une tabulation se trouve au début de la ligne, là où il faut des espaces.")
    if others:
        more = n_("{count} autre ligne en a une.", "{count} autres lignes en ont une.", others)
        message = f"{message} {more.format(count=others)}"
    return Told("tab", message, _("Effacer la tabulation et mettre des espaces, deux par niveau."))


def odd_space(others: int = 0) -> Told:
    """A no-break space where a plain one is needed, and in so many other lines."""
    message = _("Une espace insécable se trouve ici : pour la machine, ce n'est pas une espace.")
    if others:
        more = n_("{count} autre ligne en a une.", "{count} autres lignes en ont une.", others)
        message = f"{message} {more.format(count=others)}"
    return Told(
        "odd-space",
        message,
        _("L'effacer et la retaper avec la barre d'espace ; elle vient d'un traitement de texte."),
    )


def odd_colon(example: str) -> Told:
    """A colon from another alphabet."""
    return Told(
        "odd-colon",
        _("Ce deux-points n'est pas celui du clavier."),
        _("Le retaper ; écrire : {example}").format(example=example),
    )


def odd_dash(found: str, example: str) -> Told:
    """A dash or a bullet from a word processor in front of an item."""
    return Told(
        "odd-dash",
        _("« {found} » n'est pas le tiret qui commence un élément de liste.").format(found=found),
        _("Mettre le tiret du clavier et une espace ; écrire : {example}").format(example=example),
    )


def no_space(example: str) -> Told:
    """A colon glued to what follows it."""
    return Told(
        "missing-space",
        _("Il manque une espace après le deux-points."),
        _("Écrire : {example}").format(example=example),
    )


def no_space_after_dash(example: str) -> Told:
    """A dash glued to what follows it."""
    return Told(
        "missing-dash-space",
        _("Il manque une espace après le tiret."),
        _("Écrire : {example}").format(example=example),
    )


def colon_in_text(example: str) -> Told:
    """ ": " inside a value without quotes."""
    return Told(
        "unexpected-colon",
        _("Un deux-points se trouve dans une valeur : il la ferait prendre pour un mot-clé."),
        _("Mettre toute la valeur entre guillemets ; écrire : {example}").format(example=example),
    )


def curly_quotes(example: str) -> Told:
    """A value that is protected by typographic quotes only."""
    return Told(
        "curly-quotes",
        _("Les guillemets “ ” et « » ne protègent pas une valeur : seuls les droits le font."),
        _('Taper des guillemets droits " ; écrire : {example}').format(example=example),
    )


def two_keys(second: str, line: str) -> Told:
    """Two keywords in one line."""
    return Told(
        "two-keys",
        _("Deux mots-clés se trouvent sur la même ligne."),
        _("Aller à la ligne avant « {word} » ; la seconde ligne sera : {line}").format(
            word=second, line=line
        ),
    )


def moved(here: int, wanted: int, like: int) -> Told:
    """A line that starts at the column `here` (from 0), not at `wanted` like the line `like`."""
    return Told(
        "bad-indent",
        _("Cette ligne n'est pas alignée : {here} au début, au lieu de {wanted}.").format(
            here=_spaces(here), wanted=wanted
        ),
        _("L'aligner sur la ligne {line} du même groupe : {wanted} au début.").format(
            line=like, wanted=_spaces(wanted)
        ),
    )


def _spaces(count: int) -> str:
    if not count:
        return _("aucune espace")
    return n_("{count} espace", "{count} espaces", count).format(count=count)


def misaligned() -> Told:
    """A line that belongs nowhere."""
    return Told(
        "bad-indent",
        _("Cette ligne n'est pas alignée avec celles du même groupe."),
        _("Lui donner le même retrait (le même nombre d'espaces) que les lignes voisines."),
    )


def value_and_group(key: str) -> Told:
    """A keyword with a value on its line and a list or a group below."""
    return Told(
        "value-and-group",
        _("« {word} » a une valeur sur sa ligne, et une liste ou un groupe en dessous.").format(
            word=key
        ),
        _("Ne rien écrire après « {word}: », ou enlever ce qui est en dessous.").format(word=key),
    )


def no_colon(example: str) -> Told:
    """A keyword without its colon."""
    return Told(
        "missing-colon",
        _("Il manque un deux-points après le mot-clé."),
        _("Écrire : {example}").format(example=example),
    )


def stray_text() -> Told:
    """A line of text that stands where a keyword is due."""
    return Told(
        "missing-colon",
        _("Cette ligne n'a pas de mot-clé : il y manque un deux-points, ou des espaces au début."),
        _("Si c'est la suite du texte d'au-dessus, la décaler de deux espaces vers la droite."),
    )


def unclosed_quote(example: str) -> Told:
    """Quotes that are opened and not closed."""
    return Told(
        "unclosed-quote",
        _("Des guillemets sont ouverts ici et ne sont pas refermés."),
        _("Ajouter le guillemet fermant ; écrire : {example}").format(example=example),
    )


def text_after_quote(example: str) -> Told:
    """A value that goes on after its closing quote."""
    return Told(
        "text-after-quote",
        _("La valeur continue après des guillemets refermés."),
        _("Mettre toute la valeur entre guillemets ; écrire : {example}").format(example=example),
    )


def text_after_bracket(example: str) -> Told:
    """A value that goes on after ] or }."""
    return Told(
        "text-after-bracket",
        _("La valeur commence par un [ ] ou un { }, et continue après."),
        _("Mettre toute la valeur entre guillemets ; écrire : {example}").format(example=example),
    )


def too_many_brackets() -> Told:
    """A ] or } that closes nothing."""
    return Told(
        "extra-bracket",
        _("Ce ] ou ce } referme plus qu'il n'a été ouvert."),
        _("L'enlever."),
    )


def unclosed_bracket(example: str) -> Told:
    """A list or a group that is opened and not closed."""
    return Told(
        "unclosed-bracket",
        _("Une liste [ ] ou un groupe { } est ouvert ici et n'est pas refermé sur sa ligne."),
        _("Le refermer ; écrire : {example}").format(example=example),
    )


def broken_bracket() -> Told:
    """Something that cannot stand between brackets."""
    return Told(
        "unclosed-bracket",
        _("Une liste [ ] ou un groupe { } n'est pas refermé, ou une virgule manque."),
        _("Séparer les valeurs par des virgules et refermer avec ] ou }."),
    )


def no_comma(example: str) -> Told:
    """Two keywords between brackets without a comma."""
    return Told(
        "missing-comma",
        _("Il manque une virgule entre deux mots-clés d'un groupe { }."),
        _("Écrire : {example}").format(example=example),
    )


def question_mark(example: str) -> Told:
    """ " ?" between brackets, where the slow parser refuses it."""
    return Told(
        "unclosed-bracket",
        _("Sans la bibliothèque libyaml, un « ? » entre { } ou [ ] doit être entre guillemets."),
        _("Écrire : {example}").format(example=example),
    )


def reserved_sign(sign: str, example: str) -> Told:
    """A value that starts with a sign that means something else."""
    return Told(
        "reserved-sign",
        _("Une valeur sans guillemets ne peut pas commencer par « {sign} ».").format(sign=sign),
        _("Mettre toute la valeur entre guillemets ; écrire : {example}").format(example=example),
    )


def backslash(example: str) -> Told:
    """A backslash between double quotes."""
    return Told(
        "bad-escape",
        _("Une barre oblique inverse \\ se trouve dans un texte entre guillemets doubles."),
        _("La doubler, l'enlever, ou employer des guillemets simples : {example}").format(
            example=example
        ),
    )


def text_after_comment(example: str) -> Told:
    """A text that goes on after " #", which began a comment."""
    return Told(
        "hash-in-text",
        _("« # » après une espace commence un commentaire : la fin de ce texte est perdue."),
        _("Mettre toute la valeur entre guillemets ; écrire : {example}").format(example=example),
    )


def brace_in_text(example: str) -> Told:
    """A text between brackets that holds a word in braces."""
    return Told(
        "brace-in-text",
        _("Entre { }, une accolade dans un texte ouvrirait un autre groupe."),
        _("Mettre tout le texte entre guillemets ; écrire : {example}").format(example=example),
    )


def comma_in_text(example: str) -> Told:
    """A text between brackets that a comma cuts in two."""
    return Told(
        "comma-in-text",
        _("Une virgule coupe ce texte : entre { }, la suite est prise pour un mot-clé."),
        _("Mettre toute la valeur entre guillemets ; écrire : {example}").format(example=example),
    )


def lost_comment(example: str) -> Told:
    """Words after " #", which are lost as a comment."""
    return Told(
        "hash-in-text",
        _("Après une espace, « # » commence un commentaire : la fin de cette ligne est perdue."),
        _("Si c'est la suite du texte, écrire : {example}").format(example=example),
    )


def garbled() -> Told:
    """Accents that a wrong encoding spoilt before the file was saved again."""
    return Told(
        "garbled-accents",
        _("Des accents sont abîmés ici : le fichier a été lu dans un mauvais encodage."),
        _("Les retaper, puis enregistrer le fichier en UTF-8."),
    )
