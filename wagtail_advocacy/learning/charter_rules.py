"""Where a charter may stand, and how many there are."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from .models import AbstractCharterPage, Charter, charter_models


def check_place(page: AbstractCharterPage, parent) -> None:
    """Refuse a page that would be a second charter, or that stands in a wrong place.

    :param parent: the specific page it stands below, or will.
    :raises ValidationError: with a sentence that says what to do instead.
    """
    _check_kind(page, parent)
    _check_it_is_the_only_one(page)
    _check_it_stays_whose_it_is(page)
    if page.entity_id is not None:
        _check_clauses(page, parent)


def _refuse(sentence: str, code: str, **names) -> None:
    raise ValidationError({"entity": ValidationError(sentence % names, code=code)})


def _check_kind(page, parent) -> None:
    below_charter = isinstance(parent, AbstractCharterPage)
    if below_charter and parent.entity_id is not None:
        _refuse(
            _(
                "“%(parent)s” is an addendum itself and can have none. Put this page"
                " below the charter of the group."
            ),
            "circular",
            parent=parent.title,
        )
    if below_charter and page.entity_id is None:
        _refuse(
            _("A page below the charter is an addendum: choose the entity it is for."),
            "entity_missing",
        )
    if not below_charter and page.entity_id is not None:
        _refuse(
            _(
                "An addendum stands below the charter of the group: make it a page"
                " below that one."
            ),
            "addendum_place",
        )


def _check_it_is_the_only_one(page) -> None:
    owner = _owner(page)
    if owner is None or owner.translation_key == page.translation_key:
        return
    if page.entity_id is None:
        _refuse(
            _(
                "There is a charter of the group already: “%(title)s”. Change that one,"
                " or add an addendum below it."
            ),
            "second_charter",
            title=owner.title,
        )
    _refuse(
        _("This entity has an addendum already: “%(title)s”. Change that one."),
        "second_addendum",
        title=owner.title,
    )


def _owner(page):
    """Return the page that is this charter: the published one, or else the first.

    Whatever comes later, such as a copy, must not keep that one from being changed.
    """
    charter = Charter.objects.filter(key=page.charter_key).first()
    if charter is not None and charter.page is not None:
        return charter.page
    pages = [
        found
        for model in charter_models()
        if (
            found := model._default_manager.filter(entity=page.entity_id)
            .order_by("pk")
            .first()
        )
    ]
    return min(pages, key=lambda found: found.pk, default=None)


def _check_it_stays_whose_it_is(page) -> None:
    published_as_another = (
        Charter.objects.filter(translation_key=page.translation_key)
        .exclude(key=page.charter_key)
        .exists()
    )
    if published_as_another:
        _refuse(
            _(
                "This page was published for somebody else already. Make another page"
                " for another entity."
            ),
            "entity_changed",
        )


def _check_clauses(page, parent) -> None:
    # A copy of the group's page has its clauses, to be changed under the same name.
    groups = {block.id for block in parent.clauses}
    for block in page.clauses:
        if block.id is not None and block.id in groups:
            sentence = _(
                "“%(title)s” is a clause of the group, which an addendum cannot change."
                " Delete it here, and write your own clauses."
            )
            raise ValidationError(
                {"clauses": sentence % {"title": block.value["title"]}},
                code="group_clause",
            )


def refuse_copying(request, page):
    """Answer somebody who copies a charter: there would be two.

    :returns: the response, or ``None``: the page is no charter.
    """
    if not issubclass(page.specific_class or object, AbstractCharterPage):
        return None
    messages.error(
        request,
        _(
            "A charter is there once and cannot be copied. For another entity, add a"
            " page below the charter of the group."
        ),
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
