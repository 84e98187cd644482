import datetime
import logging
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail_advocacy.ambassadors.models import Ambassador

from .. import signals
from ..charter_queries import concerning
from ..charter_texts import snapshot
from ..models import (
    AbstractCharterPage,
    Charter,
    CharterText,
    CharterVersion,
    LearningSettings,
    Signature,
)
from ..models.charters import Change


logger = logging.getLogger(__name__)


class SigningRefused(Exception):
    """Nothing was signed; ``sentence`` says why and what to do."""

    code = ""

    @property
    def sentence(self) -> str:
        raise NotImplementedError


class NotTakingPart(SigningRefused):
    code = "not_taking_part"

    @property
    def sentence(self):
        return _("The charter is signed by those who take part. Join first.")


class NoLongerCurrent(SigningRefused):
    code = "no_longer_current"

    @property
    def sentence(self):
        return _(
            "The charter changed while you were reading, so nothing was signed. This"
            " is how it stands now."
        )


def sign(user, text_pks: Iterable[int]) -> list[Signature]:
    """Sign, for ``user``, the charters in force whose texts they have read.

    Signing twice, from two tabs say, is signing once.

    :param text_pks: primary keys of the texts that were shown, one for each charter.
    :returns: the signatures made now.
    :raises NotTakingPart: the person is no ambassador.
    :raises NoLongerCurrent: a text is of a version that is not in force for them, or
        something that is was not shown.
    """
    ambassador = Ambassador.objects.active().filter(user=user).first()
    if ambassador is None:
        raise NotTakingPart
    current = {standing.current for standing in concerning(user)}
    texts = {
        text.version_id: text for text in CharterText.objects.filter(pk__in=text_pks)
    }
    signed = set(
        Signature.objects.filter(
            ambassador=ambassador, version__in=current
        ).values_list("version", flat=True)
    )
    if not texts.keys() <= current or not current <= texts.keys() | signed:
        raise NoLongerCurrent
    return [
        signature
        for version_pk, text in texts.items()
        if version_pk not in signed
        and (signature := _write(ambassador, text)) is not None
    ]


def _write(ambassador: Ambassador, text: CharterText) -> Signature | None:
    try:
        with transaction.atomic():
            signature = Signature.objects.create(
                ambassador=ambassador, version_id=text.version_id, text=text
            )
            signals.charter_signed.send(sender=Signature, signature=signature)
    except IntegrityError:
        # The other tab was faster.
        if not Signature.objects.filter(
            ambassador=ambassador, version=text.version_id
        ).exists():
            raise
        return None
    return signature


def record_publication(page: AbstractCharterPage) -> CharterVersion | None:
    """Keep what a page says that has just been published, and whom it asks to sign.

    The page in the source language makes versions; those in other languages add their
    text to one. Recording one publication twice is recording it once.

    :returns: the version that has the text now, or ``None``: the page is not the
        charter's, because another one is, or it only mirrors one.
    """
    if page.alias_of_id is not None:
        return None
    with transaction.atomic():
        charter, is_new_page = _lock(page)
        if charter is None:
            return None
        if charter.page_id != page.pk:
            return _record_translation(charter, page)
        return _record_source(charter, page, is_new_page)


def _lock(page) -> tuple[Charter | None, bool]:
    Charter.objects.get_or_create(
        key=page.charter_key,
        defaults={
            "entity_id": page.entity_id,
            "page_id": page.pk,
            "translation_key": page.translation_key,
        },
    )
    charter = Charter.objects.select_for_update().get(key=page.charter_key)
    if charter.page_id is None:
        # The page it had was deleted; this one goes on where that one ended.
        charter.page_id = page.pk
        charter.translation_key = page.translation_key
        charter.save(update_fields=["page", "translation_key"])
        return charter, True
    if charter.translation_key != page.translation_key:
        # The forms refuse it; copying a live page goes past them.
        logger.warning(
            "Page %s was published as a second charter %s; it has no effect.",
            page.pk,
            charter.key,
        )
        return None, False
    return charter, False


def _record_source(charter, page, is_new_page) -> CharterVersion:
    content = snapshot(page)
    latest = charter.versions.order_by("number").last()
    if latest is None or (
        (is_new_page or page.change != Change.WORDING)
        and not _is_known(latest, page, content, is_new_page)
    ):
        latest = _make_version(charter, page, latest)
    elif not latest.has_begun:
        _postpone(latest, page)
    _add_text(latest, page, content)
    if charter.audience_id != page.audience_id:
        charter.audience_id = page.audience_id
        charter.save(update_fields=["audience"])
    return latest


def _is_known(version: CharterVersion, page, content, is_new_page) -> bool:
    texts = list(version.texts.filter(language=page.locale.language_code))
    if not is_new_page:
        # Published again, after it was unpublished say, it is the same text. Compared
        # with the first one, so that a correction can still be declared material.
        texts = texts[:1]
    return any(_says(text, content) for text in texts)


def _says(text: CharterText, content) -> bool:
    return all(getattr(text, name) == value for name, value in content.items())


def _make_version(charter, page, latest) -> CharterVersion:
    today = timezone.localdate()
    # What had not begun never will.
    charter.versions.filter(effective_from__gt=today).update(superseded=True)
    effective_from = _begins(page)
    return CharterVersion.objects.create(
        charter=charter,
        number=latest.number + 1 if latest else 1,
        effective_from=effective_from,
        required_from=_required_from(effective_from),
        change_summary=page.change_summary,
        comments_until=page.comments_until,
        language=page.locale.language_code,
    )


def _begins(page) -> datetime.date:
    today = timezone.localdate()
    return max(page.effective_from or today, today)


def _required_from(effective_from: datetime.date) -> datetime.date:
    # Fixed once it is published: people are told the day.
    return effective_from + datetime.timedelta(days=LearningSettings.read().grace_days)


def _postpone(version: CharterVersion, page) -> None:
    effective_from = _begins(page)
    version.comments_until = page.comments_until
    if effective_from != version.effective_from:
        version.effective_from = effective_from
        version.required_from = _required_from(effective_from)
    version.save(update_fields=["comments_until", "effective_from", "required_from"])


def _record_translation(charter, page) -> CharterVersion | None:
    language = page.locale.language_code
    version = charter.versions.order_by("number").last()
    if version is None:
        return None
    if page.change == Change.WORDING:
        own = (
            CharterText.objects.filter(version__charter=charter, language=language)
            .select_related("version")
            .order_by("version__number")
            .last()
        )
        version = own.version if own else version
    _add_text(version, page, snapshot(page))
    return version


def _add_text(version: CharterVersion, page, content) -> None:
    language = page.locale.language_code
    last = version.texts.filter(language=language).order_by("pk").last()
    if last is None or not _says(last, content):
        CharterText.objects.create(version=version, language=language, **content)
