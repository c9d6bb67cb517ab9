"""A script walked on standard input and output, one line at a time, storing nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TextIO

from veille_tui.callscript.answer_words import why_refused
from veille_tui.callscript.script_words import need_in_words, rhythm_in_words
from veille_tui.callscript.why_words import question_why, section_why, seen_words
from veille_tui.domain.answers import validate_answer, validate_detail
from veille_tui.domain.call_script import CallScript, Guidance, Question, QuestionType
from veille_tui.domain.case import CallReason
from veille_tui.domain.explanations import Explanation, explain, explain_all
from veille_tui.domain.made_up_people import Callee, looked_at
from veille_tui.domain.tenants import Profile
from veille_tui.domain.texts import PLACEHOLDERS, render, spoken_answer, strip_controls
from veille_tui.domain.walk import Walk, is_answered, walk
from veille_tui.language import _
from veille_tui.ui import guidance_words


class Rehearsal:
    """One call on paper, with `callee`, or with somebody described at the start.

    "<" goes back, "?" tells why a question is asked, "??" why each is or not, Enter moves on, the
    end of input stops.
    """

    def __init__(
        self, script: CallScript, stdin: TextIO, out: TextIO, callee: Callee | None = None
    ) -> None:
        self._script = script
        self._stdin = stdin
        self._out = out
        self._is_known = callee is not None
        self._profile = callee.profile if callee else _stand_in(script)
        self._reason = callee.reason if callee else CallReason.FIRST
        self._answers: dict[str, object] = dict(callee.answers) if callee else {}
        self._shown: set[str] = set()
        self._ended = False

    def play(self) -> Walk:
        """Ask everything that applies; where the call stands at the end."""
        self._meet()
        self._say(self._script.title)
        self._speak(self._script.opening(self._reason))
        current = self._state().following(None)
        section = ""
        while current is not None and not self._ended:
            part = self._script.section_of[current]
            if part.id != section:
                section = part.id
                self._say(f"\n== {part.title} ==")
            current = self._ask(self._script.by_id[current])
            self._show_alerts()
        state = self._state()
        self._conclude(state)
        return state

    def _state(self) -> Walk:
        return walk(self._script, self._profile, self._reason, self._answers)

    def _meet(self) -> None:
        """Ask only what this script's conditions look at."""
        self._say(
            _(
                "« < » : revenir. « ? » : pourquoi cette question ; « ?? » : toutes."
                " Entrée : passer."
            )
        )
        if self._script.guidance != Guidance():
            self._say(_("« /c » : les conseils pour cet appel."))
        if self._is_known:
            return
        names = looked_at(self._script)
        if "@reason" in names or len(self._script.openings) > 1:
            words = _("1 premier appel, 2 suivi, 3 rappel promis, 4 appel entrant")
            picked = self._read(_("Motif de l'appel ({words})").format(words=words))
            if picked in ("1", "2", "3", "4"):
                self._reason = tuple(CallReason)[int(picked) - 1]
        if "@age" in names:
            age = self._read(_("Âge de la personne (Entrée : inconnu)"))
            if age.isascii() and age.isdigit() and len(age) <= 3:
                self._profile = replace(self._profile, age=int(age))
        if "@lives_alone" in names:
            alone = self._read(_("Vit seul (1 oui, 2 non, Entrée : inconnu)"))
            known = {"1": True, "2": False}.get(alone)
            self._profile = replace(self._profile, lives_alone=known)

    def _ask(self, question: Question) -> str | None:
        """Ask one question until it is answered or left; the id of what comes next."""
        self._show(question)
        while True:
            raw = self._read(f"{question.id} >")
            if self._ended:
                return None
            if raw == "<":
                return self._state().preceding(question.id) or question.id
            if raw in ("?", "??"):
                explain_it = self._explain if raw == "?" else self._explain_all
                explain_it(question)
                continue
            if raw == "/c":
                self._advise()
                continue
            if question.type is QuestionType.NOTE or self._keep(question, raw) or not raw:
                return self._state().following(question.id)

    def _keep(self, question: Question, raw: str) -> bool:
        """Keep what was typed if it is an answer; Enter confirms a proposed one."""
        typed: object = raw
        if not raw:
            typed = self._answers.get(question.id, question.default)
            if typed is None:
                return False
        value, problem = validate_answer(
            self._script,
            question,
            _picked(self._script, question, typed),
            answers=self._answers,
            profile=self._profile,
            reason=self._reason,
        )
        if problem:
            self._say(why_refused(self._script, question, problem))
            return False
        self._answers[question.id] = value
        self._ask_details(question, value)
        return True

    def _ask_details(self, question: Question, value: object) -> None:
        codes = value if isinstance(value, list) else [value]
        for choice in question.choices:
            if choice.detail and choice.code in codes:
                prompt = _("{choice} (préciser) >").format(choice=choice.label)
                detail, problem = validate_detail(self._read(prompt))
                if detail and not problem:
                    self._answers[question.detail_id(choice.code)] = detail

    def _show(self, question: Question) -> None:
        self._say("")
        self._speak(question.say)
        if question.hint:
            self._say("  " + _("(aide) {text}").format(text=self._filled(question.hint)))
        if question.avoid:
            self._say("  " + _("(à éviter) {text}").format(text=self._filled(question.avoid)))
        for number, (_code, label) in enumerate(_options(self._script, question), start=1):
            self._say(f"  {number}. {label}")
        if question.unit:
            self._say(f"  ({question.unit})")
        answer = self._answers.get(question.id)
        if answer is not None:
            words = _("[réponse : {answer}]").format(answer=spoken_answer(question, answer))
            self._say(f"  {words}")
        elif question.default is not None:
            proposed = spoken_answer(question, question.default)
            self._say("  " + _("[proposé : {answer}]").format(answer=proposed))

    def _explain(self, question: Question) -> None:
        told = explain(self._script, self._profile, self._reason, self._answers, question.id)
        if not told.grounds:
            self._say(_("Cette question est toujours posée."))
        for ground in told.grounds:
            self._say(_("Posée parce que : {condition}").format(condition=ground.text))
            for seen in ground.seen:
                self._say(f"    {seen_words(self._script, seen)}")

    def _explain_all(self, present: Question) -> None:
        """Every question in order, asked or not, and why."""
        section = ""
        for told in explain_all(self._script, self._profile, self._reason, self._answers):
            part = self._script.section_of[told.question]
            if part.id != section:
                section = part.id
                self._say(f"== {part.title} ==")
                why = section_why(self._script, told)
                if why:
                    self._say(f"  {why}")
            mark = ">" if told.question == present.id else " "
            state = self._where_it_stands(told)
            self._say(f"{mark} {told.question}, {state}")
            self._say(f"    {question_why(self._script, told)}")

    def _where_it_stands(self, told: Explanation) -> str:
        if not told.asked:
            return _("pas posée")
        question = self._script.by_id[told.question]
        if question.type is QuestionType.NOTE:
            return _("à lire")
        answer = self._answers.get(question.id)
        if not is_answered(answer):
            return _("sans réponse")
        return _("réponse : {answer}").format(answer=spoken_answer(question, answer))

    def _advise(self) -> None:
        for title, words in guidance_words.of_script(self._script, self._profile):
            self._say(_("{title} : {words}").format(title=title, words=words))

    def _show_alerts(self) -> None:
        alerts = self._state().alerts
        for rule in self._script.alerts:
            if rule.id in alerts and rule.id not in self._shown:
                dial = _("[appeler le {number}]").format(number=rule.dial) if rule.dial else ""
                self._say(f"!! {self._filled(rule.say)} {dial}".rstrip())
        self._shown = set(alerts)

    def _conclude(self, state: Walk) -> None:
        self._say("")
        self._speak(state.closing)
        for need in state.needs:
            self._say(_("Besoin : {need}").format(need=need_in_words(need)))
        if state.every:
            self._say(_("À rappeler : {every}").format(every=rhythm_in_words(state.every)))
        left = ", ".join(state.unanswered)
        if left:
            self._say(_("Sans réponse : {questions}").format(questions=left))
        self._say(_("Appel complet.") if state.complete else _("Appel incomplet."))

    def _filled(self, text: str) -> str:
        return render(text, self._script, self._profile, self._answers)

    def _speak(self, text: str) -> None:
        if text:
            self._say(f"« {self._filled(text)} »")

    def _read(self, prompt: str) -> str:
        self._out.write(strip_controls(prompt) + " ")
        self._out.flush()
        line = "" if self._ended else self._stdin.readline()
        if not line:
            self._ended = True
            self._say("")
        return strip_controls(line).strip()

    def _say(self, text: str) -> None:
        self._out.write(strip_controls(text) + "\n")


def _stand_in(script: CallScript) -> Profile:
    """Somebody whose name shows where the real one will stand."""
    marks = {name: f"[{word}]" for word, name in PLACEHOLDERS[script.language].items()}
    return Profile(
        title=marks["title"],
        first_name=marks["first_name"],
        last_name=marks["last_name"],
        words={**marks, "agency": marks["agency"]},
    )


def _options(script: CallScript, question: Question) -> list[tuple[str, str]]:
    """Code and label of every answer that has a number."""
    words = script.words
    options = [(choice.code, choice.label) for choice in question.choices]
    if question.type in (QuestionType.YES_NO, QuestionType.CONSENT):
        options = [(words.yes, words.yes), (words.no, words.no)]
    if question.type is QuestionType.NOTE or not options:
        return []
    return [*options, (words.dk, _("ne sait pas")), (words.refused, _("refuse"))]


def _picked(script: CallScript, question: Question, typed: object) -> object:
    """Numbers of options to their codes, several with commas; anything else as it is."""
    options = _options(script, question)
    if not options or not isinstance(typed, str):
        return typed
    codes = [_code(options, part.strip()) for part in typed.split(",")]
    return codes if question.type is QuestionType.MULTIPLE else ",".join(codes)


def _code(options: list[tuple[str, str]], typed: str) -> str:
    if any(code == typed for code, _label in options):
        return typed
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    return options[number - 1][0] if 0 < number <= len(options) else typed
