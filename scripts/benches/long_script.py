"""A long call script, as a supervisor's grows: twenty questions a section, a third conditional."""

from __future__ import annotations

PER_SECTION = 20
_TYPES = (
    """type: choix
        choix:
          - {code: bien, libelle: Bien}
          - {code: moyen, libelle: "Moyen, de la fatigue"}
          - {code: mal, libelle: Mal, besoin: THEME, urgence: semaine}""",
    "type: oui_non",
    """type: choix
        choix:
          - {code: oui, libelle: "Oui, sans difficulté"}
          - {code: avec_aide, libelle: "Oui, avec de l'aide"}
          - {code: non, libelle: "Non", besoin: THEME, urgence: aujourdhui}""",
    """type: nombre
        min: 0
        max: 20""",
)
_THEMES = ("sante", "alimentation", "logement", "budget", "lien")


def long_script(count: int) -> str:
    """The YAML of a script of `count` questions, without a problem."""
    lines = ["script: long", "titre: Un long script", "sections:"]
    for number in range(count):
        if number % PER_SECTION == 0:
            lines += _section(number)
        lines += _question(number)
    lines.append("alertes:")
    lines += [
        f'  - {{id: a{number}, si: \'q{number} == "mal"\', dire: Prévenir, appeler: "15"}}'
        for number in range(0, count, 40)
    ]
    return "\n".join(lines) + "\n"


def _section(number: int) -> list[str]:
    place = number // PER_SECTION
    return [f"  - id: s{place}", f"    titre: Partie {place}", "    questions:"]


def _question(number: int) -> list[str]:
    kind = _TYPES[number % len(_TYPES)].replace("THEME", _THEMES[number % len(_THEMES)])
    lines = [
        f"      - id: q{number}",
        f"        {kind}",
        f"        dire: Pour le point {number}, comment cela va-t-il chez vous ces jours-ci ?",
        "        aide: Laisser parler, sans couper ; noter après, avec les mots de la personne.",
    ]
    if number % 4 == 1:
        lines.append(f'        si: q{number - 1} == "mal" ou q{number - 1} dans ["moyen"]')
    if number % 4 == 3:
        lines.append(f'        si: non (q{number - 1} == "oui") et age >= {60 + number % 30}')
    return lines
