"""What trainings are made of."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from .quizzes import MULTIPLE, SINGLE, Answer, Question, problem_of


TEXT_FEATURES = ["h2", "bold", "italic", "ol", "ul", "link", "document-link"]


class DoDontBlock(blocks.StructBlock):
    """What to do beside what not to do."""

    do = blocks.ListBlock(
        blocks.TextBlock(label=gettext_lazy("Line"), rows=2), label=gettext_lazy("Do")
    )
    dont = blocks.ListBlock(
        blocks.TextBlock(label=gettext_lazy("Line"), rows=2),
        label=gettext_lazy("Don’t"),
    )

    class Meta:
        icon = "tick-inverse"
        label = gettext_lazy("Do and don’t")


class PostBlock(blocks.StructBlock):
    author = blocks.CharBlock(
        label=gettext_lazy("Who posted it"), max_length=100, required=False
    )
    text = blocks.TextBlock(label=gettext_lazy("Post"), rows=4)
    is_copy = blocks.BooleanBlock(label=gettext_lazy("It is a copy"), required=False)

    class Meta:
        icon = "comment"
        label = gettext_lazy("Post")
        label_format = "{author}"


class ParrotBlock(blocks.StructBlock):
    """Posts of which some repeat what they were given: which ones?"""

    question = blocks.CharBlock(
        label=gettext_lazy("Question"),
        max_length=255,
        default=lambda: _("Which of these posts are copies?"),
    )
    posts = blocks.ListBlock(
        PostBlock(), label=gettext_lazy("Posts"), min_num=2, max_num=3
    )
    explanation = blocks.RichTextBlock(
        label=gettext_lazy("Explanation"), features=TEXT_FEATURES
    )

    class Meta:
        icon = "group"
        label = gettext_lazy("Spot the parrot")


class ChoiceBlock(blocks.StructBlock):
    choice = blocks.TextBlock(label=gettext_lazy("What one may do"), rows=2)
    feedback = blocks.TextBlock(label=gettext_lazy("What comes of it"), rows=3)

    class Meta:
        icon = "arrow-right"
        label = gettext_lazy("Choice")
        label_format = "{choice}"


class ScenarioBlock(blocks.StructBlock):
    """A situation, and what comes of each way to act in it."""

    situation = blocks.RichTextBlock(
        label=gettext_lazy("Situation"), features=TEXT_FEATURES
    )
    choices = blocks.ListBlock(
        ChoiceBlock(), label=gettext_lazy("Choices"), min_num=2, max_num=5
    )

    class Meta:
        icon = "help"
        label = gettext_lazy("Scenario")


def body_blocks():
    """Return what a lesson may consist of; videos only where Wagtail embeds them."""
    yield (
        "text",
        blocks.RichTextBlock(
            label=gettext_lazy("Text"), icon="pilcrow", features=TEXT_FEATURES
        ),
    )
    yield "image", ImageBlock(label=gettext_lazy("Image"))
    if apps.is_installed("wagtail.embeds"):
        from wagtail.embeds.blocks import EmbedBlock

        yield (
            "video",
            EmbedBlock(
                label=gettext_lazy("Video"),
                icon="media",
                max_width=960,
                help_text=gettext_lazy("The address of its page, such as on YouTube."),
            ),
        )
    yield "do_dont", DoDontBlock()
    yield "parrot", ParrotBlock()
    yield "scenario", ScenarioBlock()


class LessonBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=120)

    def __init__(self, local_blocks=None, **kwargs):
        body = blocks.StreamBlock(list(body_blocks()), label=gettext_lazy("Content"))
        super().__init__(local_blocks or [("body", body)], **kwargs)

    class Meta:
        icon = "doc-full"
        label = gettext_lazy("Lesson")
        label_format = "{title}"


class LessonsBlock(blocks.StreamBlock):
    lesson = LessonBlock()

    def clean(self, value):
        if not self.is_deferred_validation and not len(value):
            raise _of_stream(_("A training has at least one lesson. Add it."))
        return super().clean(value)


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=gettext_lazy("Answer"), max_length=255)
    is_correct = blocks.BooleanBlock(label=gettext_lazy("Correct"), required=False)
    explanation = blocks.TextBlock(
        label=gettext_lazy("Explanation"),
        rows=2,
        help_text=gettext_lazy("Why it is right or wrong; shown with the result."),
    )

    class Meta:
        icon = "list-ul"
        label = gettext_lazy("Answer")
        label_format = "{text}"


class QuestionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=gettext_lazy("Question"), max_length=255)
    kind = blocks.ChoiceBlock(
        label=gettext_lazy("How many answers are right"),
        choices=[
            (SINGLE, gettext_lazy("Exactly one")),
            (MULTIPLE, gettext_lazy("One or several: people tick all that are")),
        ],
        default=SINGLE,
    )
    answers = blocks.ListBlock(AnswerBlock(), label=gettext_lazy("Answers"))

    class Meta:
        icon = "help"
        label = gettext_lazy("Question")
        label_format = "{text}"

    def clean(self, value):
        cleaned = super().clean(value)
        problem = problem_of(question_of(cleaned, key=""))
        # A draft may be half done; publishing, approving and scheduling may not.
        if problem and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "answers": blocks.ListBlockValidationError(
                        non_block_errors=[ValidationError(problem, code="answers")]
                    )
                }
            )
        return cleaned


class QuizBlock(blocks.StreamBlock):
    question = QuestionBlock()

    def clean(self, value):
        if not self.is_deferred_validation and not len(value):
            raise _of_stream(
                _("The quiz has at least one question with a correct answer. Add it.")
            )
        return super().clean(value)


def question_of(value, *, key: str) -> Question:
    """Return the question that a ``QuestionBlock`` holds.

    :param key: id of the block.
    """
    return Question(
        key=key,
        text=value["text"],
        kind=value["kind"] or SINGLE,
        answers=tuple(
            Answer(
                key=child.id or "",
                text=child.value["text"],
                is_correct=child.value["is_correct"],
                explanation=child.value["explanation"],
            )
            for child in value["answers"].bound_blocks
        ),
    )


def _of_stream(sentence: str) -> blocks.StreamBlockValidationError:
    return blocks.StreamBlockValidationError(
        non_block_errors=[ValidationError(sentence, code="required")]
    )
