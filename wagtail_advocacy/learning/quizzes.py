"""What a quiz is and how its answers are judged; nothing here knows a database."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


SINGLE = "single"
MULTIPLE = "multiple"


@dataclass(frozen=True)
class Answer:
    """One answer to choose.

    :param key: stable, whatever language or order the answer is shown in.
    :param explanation: why it is right or wrong, shown once the quiz is handed in.
    """

    key: str
    text: str
    is_correct: bool
    explanation: str = ""


@dataclass(frozen=True)
class Question:
    """A question with its answers.

    :param key: stable, like that of an answer.
    :param kind: ``SINGLE``: exactly one answer is right, or ``MULTIPLE``: all the
        right ones and no other are to be chosen.
    """

    key: str
    text: str
    kind: str
    answers: tuple[Answer, ...]

    @property
    def is_multiple(self) -> bool:
        return self.kind == MULTIPLE

    @property
    def correct(self) -> frozenset[str]:
        return frozenset(answer.key for answer in self.answers if answer.is_correct)

    @property
    def answer_keys(self) -> frozenset[str]:
        return frozenset(answer.key for answer in self.answers)


@dataclass(frozen=True)
class Quiz:
    """Questions, and how many percent of them are to be right.

    :param pass_mark: percent, 1 to 100.
    """

    questions: tuple[Question, ...]
    pass_mark: int

    @property
    def needed(self) -> int:
        """How many questions are to be right; rounded up, never in one's favour."""
        return -(-len(self.questions) * self.pass_mark // 100)


@dataclass(frozen=True)
class Judged:
    """One question with what somebody chose."""

    question: Question
    chosen: frozenset[str]

    @property
    def is_right(self) -> bool:
        return bool(self.question.correct) and self.chosen == self.question.correct


@dataclass(frozen=True)
class Judgement:
    """What somebody's answers are worth.

    :param needed: how many right ones pass.
    """

    judged: tuple[Judged, ...]
    needed: int

    @property
    def right(self) -> int:
        return sum(one.is_right for one in self.judged)

    @property
    def total(self) -> int:
        return len(self.judged)

    @property
    def passed(self) -> bool:
        # Without questions there is nothing to pass.
        return 0 < self.needed <= self.right


class RefusedAnswers(Exception):
    """Answers that cannot be judged, with the sentence that says what to do.

    :param code: "elsewhere": they belong to another quiz or to none, "too_many":
        more than one where one is asked for, "unanswered": some are missing.
    :param questions: keys of the questions concerned.
    """

    def __init__(self, code: str, sentence: str, questions: Collection[str]) -> None:
        self.code = code
        self.sentence = sentence
        self.questions = frozenset(questions)
        super().__init__(sentence)


def check(quiz: Quiz, chosen: Mapping[str, Collection[str]]) -> None:
    """See whether answers can be judged.

    :param chosen: keys of the chosen answers by key of the question.
    :raises RefusedAnswers: they are of another quiz, too many, or too few.
    """
    questions = {question.key: question for question in quiz.questions}
    strangers = {
        key
        for key, answers in chosen.items()
        if key not in questions or set(answers) - questions[key].answer_keys
    }
    if strangers:
        raise RefusedAnswers(
            "elsewhere",
            _(
                "Some of these answers belong to another quiz, or this one has been"
                " changed meanwhile. What you chose here is kept: look through it and"
                " send it again."
            ),
            strangers,
        )
    too_many = {
        question.key
        for question in quiz.questions
        if not question.is_multiple and len(set(chosen.get(question.key, ()))) > 1
    }
    if too_many:
        raise RefusedAnswers(
            "too_many", _("Choose one answer only where one is asked for."), too_many
        )
    unanswered = {
        question.key for question in quiz.questions if not chosen.get(question.key)
    }
    if unanswered:
        raise RefusedAnswers(
            "unanswered",
            ngettext(
                "One question has no answer yet. The others are kept.",
                "%(count)s questions have no answer yet. The others are kept.",
                len(unanswered),
            )
            % {"count": len(unanswered)},
            unanswered,
        )


def judge(quiz: Quiz, chosen: Mapping[str, Collection[str]]) -> Judgement:
    """Judge the answers to every question.

    A question of several answers is right when all the right ones are chosen and no
    other: there is no half of a point to be had by ticking everything.

    :param chosen: keys of the chosen answers by key of the question.
    :raises RefusedAnswers: as ``check`` does.
    """
    check(quiz, chosen)
    return Judgement(
        tuple(
            Judged(question, frozenset(chosen[question.key]))
            for question in quiz.questions
        ),
        quiz.needed,
    )


def known(quiz: Quiz, chosen: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return what of ``chosen`` the quiz knows, to be shown again in its form."""
    return {
        question.key: sorted(kept)
        for question in quiz.questions
        if (kept := question.answer_keys & set(chosen.get(question.key, ())))
    }


def shuffled(quiz: Quiz, seed: str) -> Quiz:
    """Return the quiz with its questions and their answers in another order.

    The same seed gives the same order, whatever the language and whatever was added
    since: each key is sorted by its own hash.

    :param seed: whose attempt it is, and which one.
    """

    def place(item: Question | Answer) -> bytes:
        return hashlib.sha256(f"{seed}\n{item.key}".encode()).digest()

    return replace(
        quiz,
        questions=tuple(
            replace(question, answers=tuple(sorted(question.answers, key=place)))
            for question in sorted(quiz.questions, key=place)
        ),
    )


def problem_of(question: Question) -> str:
    """Return the sentence that says why a question cannot be put, or ""."""
    correct = sum(answer.is_correct for answer in question.answers)
    if len(question.answers) < 2:
        return _("A question needs at least two answers to choose from.")
    if correct == 0:
        return _("No answer is marked as correct, so nobody could pass. Mark one.")
    if correct > 1 and not question.is_multiple:
        return _(
            "Several answers are marked as correct. Mark one only, or let people choose"
            " several."
        )
    return ""
