"""What passes, what is refused, and that shuffling loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_advocacy.learning.quizzes import (
    MULTIPLE,
    SINGLE,
    Answer,
    Question,
    Quiz,
    RefusedAnswers,
    judge,
    known,
    problem_of,
    shuffled,
)


def question(key, *correct, of=3, kind=SINGLE):
    """A question whose answers are numbered from 0; ``correct`` are right."""
    return Question(
        key,
        f"Question {key}?",
        kind,
        tuple(Answer(f"{key}{n}", str(n), n in correct) for n in range(of)),
    )


@st.composite
def quizzes(draw):
    questions = []
    for number in range(draw(st.integers(1, 7))):
        of = draw(st.integers(2, 6))
        kind = draw(st.sampled_from([SINGLE, MULTIPLE]))
        most = 1 if kind == SINGLE else of
        right = draw(st.sets(st.integers(0, of - 1), min_size=1, max_size=most))
        questions.append(question(f"q{number}-", *right, of=of, kind=kind))
    return Quiz(tuple(questions), draw(st.integers(1, 100)))


@st.composite
def answered_quizzes(draw):
    quiz = draw(quizzes())
    chosen = {
        one.key: draw(
            st.one_of(
                st.just(set(one.correct)),
                st.sets(
                    st.sampled_from(sorted(one.answer_keys)),
                    min_size=1,
                    max_size=None if one.is_multiple else 1,
                ),
            )
        )
        for one in quiz.questions
    }
    return quiz, chosen


@given(answered_quizzes())
def test_nobody_passes_below_the_pass_mark_and_everybody_does_from_it_on(answered):
    quiz, chosen = answered
    right = sum(chosen[one.key] == set(one.correct) for one in quiz.questions)
    percent = 100 * right / len(quiz.questions)
    judgement = judge(quiz, chosen)
    assert judgement.right == right
    assert judgement.passed == (percent >= quiz.pass_mark)


@given(answered_quizzes(), st.text())
def test_shuffling_loses_no_answer_and_changes_no_judgement(answered, seed):
    quiz, chosen = answered
    other = shuffled(quiz, seed)
    assert sorted(one.key for one in other.questions) == sorted(
        one.key for one in quiz.questions
    )
    before = {one.key: one for one in quiz.questions}
    for one in other.questions:
        was = before[one.key]
        assert (one.text, one.kind) == (was.text, was.kind)
        assert len(one.answers) == len(was.answers)
        assert set(one.answers) == set(was.answers)
    assert judge(other, chosen).right == judge(quiz, chosen).right
    assert judge(other, chosen).passed == judge(quiz, chosen).passed


@given(quizzes(), st.text())
def test_an_attempt_shows_the_same_order_each_time(quiz, seed):
    backwards = Quiz(tuple(reversed(quiz.questions)), quiz.pass_mark)
    assert shuffled(quiz, seed) == shuffled(shuffled(backwards, "other"), seed)


def test_another_attempt_shows_another_order():
    quiz = Quiz(tuple(question(f"q{n}", 0) for n in range(6)), 80)
    orders = {
        tuple(one.key for one in shuffled(quiz, f"ada:{attempt}").questions)
        for attempt in range(20)
    }
    assert len(orders) > 10


@given(quizzes(), st.data())
def test_ticking_everything_is_right_only_where_everything_is(quiz, data):
    chosen = {
        one.key: one.answer_keys if one.is_multiple else set(list(one.answer_keys)[:1])
        for one in quiz.questions
    }
    for judged in judge(quiz, chosen).judged:
        if judged.question.is_multiple:
            everything = judged.question.correct == judged.question.answer_keys
            assert judged.is_right == everything


QUIZ = Quiz(
    (question("a", 0), question("b", 1), question("c", 0, 2, kind=MULTIPLE)), 80
)
RIGHT = {"a": ["a0"], "b": ["b1"], "c": ["c0", "c2"]}


@pytest.mark.parametrize(
    ("changed", "code", "concerned"),
    [
        ({"a": []}, "unanswered", {"a"}),
        ({"a": [], "c": []}, "unanswered", {"a", "c"}),
        ({"a": ["b1"]}, "elsewhere", {"a"}),
        ({"a": ["a0", "a7"]}, "elsewhere", {"a"}),
        ({"elsewhere": ["a0"]}, "elsewhere", {"elsewhere"}),
        ({"a": ["a0", "a1"]}, "too_many", {"a"}),
    ],
)
def test_answers_that_cannot_be_judged(changed, code, concerned):
    with pytest.raises(RefusedAnswers) as refused:
        judge(QUIZ, {**RIGHT, **changed})
    assert refused.value.code == code
    assert refused.value.questions == concerned
    assert refused.value.sentence


def test_answers_are_kept_as_far_as_the_quiz_knows_them():
    chosen = {"a": ["a0", "a7"], "elsewhere": ["a0"], "c": ["c2", "c0"], "b": ["c0"]}
    assert known(QUIZ, chosen) == {"a": ["a0"], "c": ["c0", "c2"]}


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (question("a", 0), ""),
        (question("a", 0, 1, kind=MULTIPLE), ""),
        (question("a", 0, 1, 2, kind=MULTIPLE), ""),
        (question("a"), "No answer is marked as correct"),
        (question("a", kind=MULTIPLE), "No answer is marked as correct"),
        (question("a", 0, 1), "Several answers are marked as correct"),
        (question("a", 0, of=1), "at least two answers"),
        (question("a", of=0), "at least two answers"),
    ],
)
def test_questions_that_cannot_be_put(one, said):
    assert (said in problem_of(one)) if said else problem_of(one) == ""


@pytest.mark.parametrize(
    ("questions", "mark", "needed"),
    [
        (5, 80, 4),
        (5, 81, 5),
        (5, 1, 1),
        (3, 66, 2),
        (3, 67, 3),
        (6, 100, 6),
        (0, 80, 0),
    ],
)
def test_pass_mark_is_rounded_up(questions, mark, needed):
    quiz = Quiz(tuple(question(f"q{n}", 0) for n in range(questions)), mark)
    assert quiz.needed == needed


def test_a_quiz_without_questions_is_passed_by_nobody():
    assert not judge(Quiz((), 80), {}).passed
