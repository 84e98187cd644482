from django import forms
from django.utils.translation import gettext_lazy as _

from .probe import Answer, Picture, Question, is_web_address, tags_of


# Characters of a page or style sheet; ours have some thousand.
MAX_TEXT = 200_000
# Characters of everything: as JSON, a character can take six.
MAX_ANSWERS = 1_500_000
# A picture with more pixels a side, or more bytes, is none that networks show.
MAX_NUMBER = 10**9

Answers = dict[tuple[str, str], Answer | None]


class Malformed(Exception):
    """It is not what our script sends."""


class AnswersForm(forms.Form):
    """What a browser says it was answered: claims, of which nothing is taken on trust.

    :param questions: what it was to ask.
    """

    answers = forms.CharField(
        max_length=MAX_ANSWERS,
        strip=False,
        error_messages={
            "required": _("The browser sent no answers."),
            "max_length": _("The browser sent more than such answers can be."),
        },
    )

    def __init__(self, *args, questions: list[Question], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions

    def clean_answers(self) -> Answers:
        decode = forms.JSONField(max_length=MAX_ANSWERS).to_python
        try:
            answers = _read(decode(self.cleaned_data["answers"]))
        except (forms.ValidationError, Malformed, RecursionError) as error:
            raise forms.ValidationError(
                _(
                    "What the browser sent cannot be read. Reload this page, and try"
                    " again."
                )
            ) from error
        asked = {(question.method, question.address) for question in self.questions}
        if not asked <= answers.keys() <= asked | self._pictures(answers):
            raise forms.ValidationError(
                _(
                    "The browser did not answer what is asked now. Something new may"
                    " have been offered meanwhile: try again."
                )
            )
        return answers

    def _pictures(self, answers: Answers) -> set[tuple[str, str]]:
        """Return what had to be asked because of an answer."""
        found = set()
        for question in self.questions:
            card = answers.get((question.method, question.address))
            if question.wants == "card" and card is not None:
                address = tags_of(card.content.decode()).get("og:image", "")
                if is_web_address(address):
                    found.add(("GET", address))
        return found


def _read(data) -> Answers:
    if not isinstance(data, list):
        raise Malformed
    answers: Answers = {}
    for entry in data:
        if not isinstance(entry, dict):
            raise Malformed
        key = (_text(entry.get("method")), _text(entry.get("address")))
        if key in answers:
            raise Malformed
        answers[key] = _read_outcome(entry)
    return answers


def _read_outcome(entry: dict) -> Answer | None:
    outcome = entry.get("outcome")
    if outcome == "silent":
        return None
    if outcome == "unreadable":
        return Answer(None)
    if outcome == "redirect":
        return Answer(None, is_redirect=True)
    if outcome != "answered":
        raise Malformed
    return Answer(
        _number(entry.get("status"), least=100, most=599),
        _text(entry.get("text", "")).encode(),
        _read_picture(entry.get("picture")),
    )


def _read_picture(data) -> Picture | None:
    if data is None:
        return None
    if not isinstance(data, dict):
        raise Malformed
    return Picture(*(_number(data.get(key)) for key in ("width", "height", "size")))


def _text(value) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise Malformed
    try:
        value.encode()
    except UnicodeEncodeError as error:
        # Half of a pair of surrogates, which JSON may name.
        raise Malformed from error
    return value


def _number(value, *, least=1, most=MAX_NUMBER) -> int:
    # True is an integer in Python, and nothing that can be counted.
    if type(value) is not int or not least <= value <= most:
        raise Malformed
    return value
