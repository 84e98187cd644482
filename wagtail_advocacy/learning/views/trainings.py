from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.core.signing import BadSignature, Signer
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import urlencode

from wagtail_advocacy.ambassadors.views import EmployeeView

from ..actions import trainings as actions
from ..quizzes import Judged, Judgement, RefusedAnswers, judge, known, shuffled
from ..training_queries import (
    TrainingState,
    completions_of,
    find_training,
    lesson_address,
    other_languages,
    quiz_address,
    result_address,
    state_of,
    trainings_for,
)


# Of the fields in which a quiz sends its answers; the key of the question follows.
ANSWER = "q-"
# Where somebody came from who has to pass something first.
BACK = "wagtail_advocacy_learning_back"
KEPT = "wagtail_advocacy_quiz"
# More than any quiz asks; what is kept for somebody logged out has an end.
MOST_KEPT = 500


class TrainingsView(EmployeeView):
    """My trainings: what is required first, and how far I am."""

    template_name = "wagtail_advocacy/learning/trainings.html"

    def get(self, request):
        states = trainings_for(request.user, self.ambassador)
        here = {state.training.translation_key for state in states}
        done = completions_of(self.ambassador) if self.ambassador else []
        return self.render(
            required=[state for state in states if state.is_required],
            others=[state for state in states if not state.is_required],
            # Those whose page is gone; they were passed nevertheless.
            past=[one for one in done if one.training not in here],
        )


class OneTrainingView(EmployeeView):
    """A screen about one published training."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and self.training is None:
            self.template_name = "wagtail_advocacy/learning/training_gone.html"
            return self.render(status=404)
        return super().dispatch(request, *args, **kwargs)

    # A page, or ``None``; no screen but the one above is shown without.
    @cached_property
    def training(self) -> Any:
        training = find_training(self.kwargs["pk"])
        if training is None:
            return None
        for restriction in training.get_view_restrictions():
            if not restriction.accept_request(self.request):
                return None
        return training

    @cached_property
    def state(self) -> TrainingState:
        return state_of(self.training, self.ambassador)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.training is None:
            return context
        return {
            "training": self.training,
            "state": self.state,
            "language": self.training.locale.language_code,
            "quiz_address": quiz_address(self.training),
            "join_query": urlencode({"next": self.resume_url()}),
            **context,
        }


class TrainingView(OneTrainingView):
    """What a training is about, and where to go on."""

    template_name = "wagtail_advocacy/learning/training.html"

    def get(self, request, pk):
        if "next" in request.GET:
            # Through lessons and quiz, on as many pages as they have.
            request.session[BACK] = self.next_url()
        return self.render(other_languages=other_languages(self.training))


class LessonView(OneTrainingView):
    """One lesson; "Next" is what marks it as read."""

    template_name = "wagtail_advocacy/learning/lesson.html"

    def get(self, request, pk, number):
        if self.lesson is None:
            return redirect(self.training.training_address)
        lessons = self.state.lessons
        return self.render(
            lesson=self.lesson,
            total=len(lessons),
            previous_address=(
                lesson_address(self.training, number - 1) if number > 1 else ""
            ),
            is_last=number == len(lessons),
        )

    def post(self, request, pk, number):
        if self.lesson is None:
            return redirect(self.training.training_address)
        # Everybody may read. Nothing is kept about those who do not take part.
        with suppress(actions.NotJoined):
            actions.go_on(request.user, self.training, self.lesson.key)
        if number < len(self.state.lessons):
            return redirect(lesson_address(self.training, number + 1))
        return redirect(quiz_address(self.training))

    @cached_property
    def lesson(self):
        # A lesson that has been taken out meanwhile.
        lessons = self.state.lessons
        number = self.kwargs["number"]
        return lessons[number - 1] if 0 < number <= len(lessons) else None


class QuizView(OneTrainingView):
    """The questions of a training, in an order that is each attempt's own."""

    template_name = "wagtail_advocacy/learning/quiz.html"

    def get(self, request, pk):
        kept = self.take_kept()
        return self.render_quiz(kept or {}, is_restored=bool(kept))

    def post(self, request, pk):
        chosen = self.get_posted()
        try:
            if self.ambassador is None:
                return self.render_trial(judge(self.quiz, chosen))
            actions.hand_in(request.user, self.training, self.get_number(), chosen)
        except RefusedAnswers as refusal:
            status = 409 if refusal.code == "elsewhere" else 422
            return self.render_quiz(
                known(self.quiz, chosen), refusal=refusal, status=status
            )
        except actions.NotJoined:
            # They left in another tab a moment ago.
            return self.render_trial(judge(self.quiz, chosen))
        request.session.pop(KEPT, None)
        return redirect(result_address(self.training))

    @cached_property
    def quiz(self):
        """The quiz as this attempt shows it."""
        seed = f"{self.person_key}:{self.training.translation_key}:{self.number}"
        return shuffled(self.training.get_quiz(), seed)

    @property
    def number(self) -> int:
        """The number of the next attempt."""
        return self.state.attempt.number + 1 if self.state.attempt else 1

    def get_number(self) -> int:
        try:
            return int(self.request.POST.get("attempt", ""))
        except ValueError:
            return self.number

    def get_posted(self) -> dict[str, list[str]]:
        return {
            name.removeprefix(ANSWER): self.request.POST.getlist(name)
            for name in self.request.POST
            if name.startswith(ANSWER)
        }

    def render_quiz(
        self,
        chosen: Mapping[str, list[str]],
        *,
        status=200,
        refusal: RefusedAnswers | None = None,
        is_restored=False,
    ):
        wrong = refusal.questions if refusal else frozenset()
        return self.render(
            status=status,
            questions=[
                {
                    "number": number,
                    "question": question,
                    "name": f"{ANSWER}{question.key}",
                    "chosen": chosen.get(question.key, ()),
                    "is_wrong": question.key in wrong,
                }
                for number, question in enumerate(self.quiz.questions, start=1)
            ],
            quiz=self.quiz,
            attempt=self.number,
            refusal=refusal,
            is_restored=is_restored,
            form_key=Signer(salt=KEPT).sign(self.form_key),
        )

    def render_trial(self, judgement: Judgement):
        """Show somebody who does not take part how they did; nothing is kept."""
        self.template_name = ResultView.template_name
        return self.render(
            judged=judgement.judged,
            right=judgement.right,
            total=judgement.total,
            passed=judgement.passed,
            needed=judgement.needed,
            is_trial=True,
        )

    # A login that has expired loses no answer: they wait in the session, where nobody
    # but who was sent this very form finds them.

    @property
    def form_key(self) -> str:
        return f"{self.person_key}:{self.kwargs['pk']}"

    def ask_to_log_in(self):
        request = self.request
        if request.method == "POST" and not self.is_fragment:
            try:
                key = Signer(salt=KEPT).unsign(request.POST.get("form_key", ""))
            except BadSignature:
                key = ""
            chosen = self.get_posted()
            if key and sum(map(len, chosen.values())) <= MOST_KEPT:
                request.session[KEPT] = {"key": key, "chosen": chosen}
        return super().ask_to_log_in()

    def take_kept(self) -> dict[str, list[str]]:
        kept = self.request.session.get(KEPT)
        if not kept or kept.get("key") != self.form_key:
            return {}
        return known(self.quiz, kept["chosen"])


class ResultView(OneTrainingView):
    """What somebody answered last, with what there is to say about it."""

    template_name = "wagtail_advocacy/learning/result.html"

    def get(self, request, pk):
        attempt = self.state.attempt
        if attempt is None:
            return redirect(quiz_address(self.training))
        quiz = self.training.get_quiz()
        return self.render(
            # A question that was changed since is not judged again.
            judged=[
                Judged(question, frozenset(attempt.answers[question.key]))
                for question in quiz.questions
                if set(attempt.answers.get(question.key, ())) & question.answer_keys
            ],
            right=attempt.right,
            total=attempt.total,
            passed=attempt.passed,
            needed=quiz.needed,
            is_trial=False,
            back=request.session.get(BACK, ""),
        )
