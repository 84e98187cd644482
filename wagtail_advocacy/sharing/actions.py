import datetime
from collections.abc import Collection

from django.db import router, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy import addresses, jobs, networks
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import consents, launch, requirements
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.contention import tried_again
from wagtail_advocacy.networks.base import Network
from wagtail_advocacy.networks.mastodon_instance import clean_instance
from wagtail_advocacy.shareables.models import Offer

from . import pacing, signals
from .kept_texts import forget_draft
from .models import (
    CODE_LENGTH,
    MAX_INSTANCE,
    MAX_POST_ADDRESS,
    Draft,
    Handoff,
    PlannedShare,
    Share,
    TrackedLink,
)
from .own_words import check_words
from .queries import offered_networks
from .refusals import Refused


# Longest key of a network, in characters.
MAX_NETWORK = 32
HANDOFF_LIFETIME = datetime.timedelta(hours=1)


NOT_JOINED = _("You are not taking part. Join first; it is your choice and free.")
NOT_OFFERED = _("This cannot be shared now. Your text is kept below.")
NETWORK_NOT_ALLOWED = _(
    "The editors do not offer this for that network. Choose another one."
)
NETWORK_OFF = _(
    "You have switched this network off. On your profile you can switch it on again."
)
NETWORK_NOT_CHOSEN = _(
    "You have not chosen this network since you came back. Look at your text once more"
    " and press “Continue”; it is kept."
)
NO_PUBLIC_ADDRESS = _(
    "Sharing is not open yet: the intranet has no address that people outside can"
    " reach. Your text is kept; the site's administrators know what to do."
)
REQUIREMENTS = _("Before this leaves, there is something to do first.")
NOT_OPEN = _("This share is closed already.")
NOT_PUBLISHED = _("You have not said that this is out.")
ADDRESS_ELSEWHERE = _("This is not the address of a post on %(network)s.")


def placeholder_address() -> str:
    """Return an address as long as a tracked link's, to count before there is one.

    :raises NoPublicAddress: the site has no ``PUBLIC_URL``.
    """
    return addresses.public_url("sharing:follow", "x" * CODE_LENGTH)


@tried_again(Share)
def open_share(
    user,
    offer: Offer,
    network_key: str,
    *,
    text: str,
    hashtags,
    instance: str = "",
    answered: Collection[str] | None = None,
) -> Share:
    """Write down that somebody leaves for a network with their own text.

    Nothing is published by this. Going to a network for the first time is the yes to
    using it, which enters the consent ledger. Leaving again for the same network with
    the same offer, before the first was confirmed or given up, goes on with that
    share. It takes a place in the programme's rhythm; see ``pacing``.

    :param text: the person's own words, without link and hashtags.
    :param hashtags: those they kept, each with its ``#``.
    :param instance: host name of their server, on networks of many servers; other
        networks take no notice of it.
    :param answered: the ``answers`` of an ``Asked`` to which the person said yes;
        ``None``: there is nobody who could be asked.
    :raises ValidationError: ``instance`` is not the name of a host.
    :raises Asked: something to be asked once, where somebody can be.
    :raises TooClose: not the person's own words, where the lead requires them.
    :raises Refused: sharing is closed, there is no public address, not an ambassador
        (any more), not offered (any more), something to be done first, a network
        the editor did not allow or the person has switched off, or no place now
        (``pacing.CODES``).
    """
    with transaction.atomic():
        # Before anything is read: under REPEATABLE READ the first reading fixes what
        # all others show, and what they did in another tab has to be among it.
        ambassador = locked_ambassador(user)
        _check_open()
        offer, network = _check_offered(user, offer.pk, network_key)
        _check_requirements(ambassador)
        _choose_network(user, ambassador, network_key)
        originality = check_words(
            ambassador, offer, text=text, hashtags=hashtags, answered=answered
        )
        has_instance = instance and network.needs_instance
        forget_draft(ambassador, offer, network_key)
        share = _open_or_new(ambassador, offer, network_key)
        share.text = text
        share.hashtags = list(hashtags)
        share.instance = clean_instance(instance) if has_instance else ""
        share.originality = originality
        _reserve_place(share, ambassador)
        share.save(
            update_fields=[
                "text",
                "hashtags",
                "instance",
                "originality",
                "place_taken_at",
            ]
        )
        PlannedShare.objects.filter(
            ambassador=ambassador, offer=offer, network=network_key
        ).delete()
    return share


@tried_again(Draft)
def keep_draft(
    user, offer: Offer, *, text: str, network: str = "", hashtags=(), instance: str = ""
) -> None:
    """Keep what somebody wrote so far, instead of what was kept before.

    Nothing is checked but that they take part: it is theirs, and goes nowhere. Where
    they planned the same for that network, the text there is the one that is kept.
    A draft for another network stays beside a text that may have been another; see
    ``forget_draft``.

    :param text: their own words; blank: there is nothing to keep any more.
    :param network: key of the one it is for; any other word is none.
    :raises Refused: not an ambassador (any more).
    """
    with transaction.atomic():
        ambassador = locked_ambassador(user)
        known = networks.keys()
        # Databases do not agree on which two unknown ones are the same.
        network = network if network in known else ""
        forget_draft(ambassador, offer, network)
        if not text.strip():
            return
        kept = {
            "text": text,
            "hashtags": list(hashtags),
            "instance": instance[:MAX_INSTANCE],
        }
        planned = PlannedShare.objects.filter(
            ambassador=ambassador, offer=offer, network=network
        )
        if not planned.update(**kept, planned_at=timezone.now()):
            Draft.objects.create(
                ambassador=ambassador, offer=offer, network=network, **kept
            )


@tried_again(Share)
def confirm_share(user, share_pk: int, *, post_address: str = "") -> Share:
    """The author says "yes, I published it". Only this makes it a published share.

    Saying it twice, from two tabs say, is saying it once. What is published is
    never refused because its offer has ended meanwhile.

    :param post_address: where the post stands, on that network; may be empty.
    :raises Share.DoesNotExist: there is none, or it is somebody else's.
    :raises Refused: the author has left, gave this share up, or the address is not
        one of the network.
    """
    with transaction.atomic():
        locked_ambassador(user)
        share = _locked_share(user, share_pk)
        if share.state in (Share.State.DROPPED, Share.State.WITHDRAWN):
            raise Refused("not_open", NOT_OPEN)
        if post_address:
            _check_post_address(share, post_address)
            share.post_address = post_address
        newly_confirmed = share.state == Share.State.OPEN
        if newly_confirmed:
            share.state = Share.State.CONFIRMED
            share.confirmed_at = timezone.now()
            share.open_key = None
        share.save(update_fields=["state", "confirmed_at", "open_key", "post_address"])
        if newly_confirmed:
            signals.share_confirmed.send(sender=Share, share=share)
    return share


@tried_again(Share)
def postpone_share(user, share_pk: int) -> Share:
    """The author says "not yet".

    :raises Share.DoesNotExist: there is none, or it is somebody else's.
    """
    with transaction.atomic():
        share = _locked_share(user, share_pk)
        if share.state == Share.State.OPEN:
            share.postponed += 1
            share.save(update_fields=["postponed"])
    return share


@tried_again(Share)
def drop_share(user, share_pk: int) -> Share:
    """The author says "I changed my mind": text and place are not kept.

    :raises Share.DoesNotExist: there is none, or it is somebody else's.
    :raises Refused: it is published already.
    """
    with transaction.atomic():
        # Also whoever has left. Leaving for a network locks them first, too.
        Ambassador.objects.select_for_update().filter(user=user).first()
        share = _locked_share(user, share_pk)
        if share.is_published:
            raise Refused("not_open", NOT_OPEN)
        pacing.release(share)
        Handoff.objects.filter(share=share).delete()
        share.state = Share.State.DROPPED
        share.open_key = None
        share.text = ""
        share.hashtags = []
        share.instance = ""
        share.originality = None
        share.save(
            update_fields=[
                "state",
                "open_key",
                "text",
                "hashtags",
                "instance",
                "place_taken_at",
                "originality",
            ]
        )
    return share


@tried_again(Share)
def withdraw_share(user, share_pk: int) -> Share:
    """The author says "I took it down": the text is not kept, and nobody is told.

    What the post brought stays counted, and its link leads on for whoever has it.
    Saying it twice is saying it once; whoever has left may say it, too.

    :raises Share.DoesNotExist: there is none, or it is somebody else's.
    :raises Refused: they never said that it is out.
    """
    with transaction.atomic():
        share = _locked_share(user, share_pk)
        if not share.is_published:
            raise Refused("not_published", NOT_PUBLISHED)
        if share.state == Share.State.WITHDRAWN:
            return share
        Handoff.objects.filter(share=share).delete()
        share.state = Share.State.WITHDRAWN
        share.withdrawn_at = timezone.now()
        share.text = ""
        share.hashtags = []
        share.instance = ""
        share.post_address = ""
        share.originality = None
        share.save()
        signals.share_withdrawn.send(sender=Share, share=share)
    return share


@tried_again(Share)
def hand_off(user, share_pk: int, *, by_mail: bool = False) -> Handoff:
    """Put the text of an open share where its author's phone finds it for an hour.

    It is leaving again: whatever has changed since the share was opened counts.

    :param by_mail: send the address to the author's own mailbox as well.
    :raises Share.DoesNotExist: there is none, or it is somebody else's.
    :raises TooClose: not the person's own words, where the lead requires them by now.
    :raises Refused: the author has left, the share is closed, or it may not leave for
        its network now, as ``open_share`` says.
    """
    with transaction.atomic():
        ambassador = locked_ambassador(user)
        share = _locked_share(user, share_pk)
        if share.state != Share.State.OPEN:
            raise Refused("not_open", NOT_OPEN)
        _check_open()
        _check_offered(user, share.offer_id, share.network)
        _check_requirements(ambassador)
        # Where they came back meanwhile, a yes is given in the composer only.
        if _answer_about(ambassador, share.network) is None:
            raise Refused("network_not_chosen", NETWORK_NOT_CHOSEN)
        share.originality = check_words(
            ambassador,
            share.offer,
            text=share.text,
            hashtags=share.hashtags,
            answered=None,
        )
        _reserve_place(share, ambassador)
        share.save(update_fields=["originality", "place_taken_at"])
        handoff = Handoff.objects.create(
            share=share,
            network=share.network,
            instance=share.instance,
            text=share.full_text,
            link_address=link_address(share.link),
            picture_address=_picture_address(share),
            title=share.offer.title,
            expires_at=timezone.now() + HANDOFF_LIFETIME,
        )
        if by_mail:
            jobs.enqueue("wagtail_advocacy.sharing.tasks.send_handoff", handoff.pk)
    return handoff


def locked_ambassador(user) -> Ambassador:
    """Return the row of whoever takes part, locked until the transaction ends.

    Leaving takes the same lock, so it is in force at once.

    :raises Refused: they do not, or do not any more.
    """
    try:
        return ambassadors.lock(user)
    except ambassadors.NotTakingPart:
        raise Refused("not_joined", NOT_JOINED) from None


def link_address(link: TrackedLink) -> str:
    """Return the public address of a tracked link.

    :raises NoPublicAddress: the site has no ``PUBLIC_URL``.
    """
    return addresses.public_url("sharing:follow", link.code)


def closed_because():
    """Return why nothing may leave for a network now, whoever it is; "": it may.

    One query.
    """
    because = launch.closed_because()
    if because:
        return because
    return "" if app_settings.PUBLIC_URL else NO_PUBLIC_ADDRESS


def _check_open() -> None:
    because = closed_because()
    if because:
        code = "closed" if because is not NO_PUBLIC_ADDRESS else "no_public_address"
        raise Refused(code, because)


def _check_offered(user, offer_pk: int, network_key: str) -> tuple[Offer, Network]:
    offer = Offer.objects.current().filter(pk=offer_pk).first()
    if offer is None or not offer.is_meant_for(user):
        raise Refused("not_offered", NOT_OFFERED)
    for network in offered_networks(offer):
        if network.key == network_key:
            return offer, network
    raise Refused("network", NETWORK_NOT_ALLOWED)


def _check_requirements(ambassador: Ambassador) -> None:
    # The person's row is locked: what they do in another tab is before it or after it.
    if requirements.unmet(ambassador):
        raise Refused("requirements", REQUIREMENTS)


def _reserve_place(share: Share, ambassador: Ambassador) -> None:
    try:
        pacing.reserve(share, ambassador)
    except pacing.Full as full:
        raise Refused(full.code, full.sentence) from None


def _choose_network(user, ambassador: Ambassador, network_key: str) -> None:
    if _answer_about(ambassador, network_key) is None:
        purpose = consents.network_key(network_key)
        ambassadors.decide(user, purpose, True, source="composer")


def _answer_about(ambassador: Ambassador, network_key: str) -> bool | None:
    answer = consents.answers(ambassador).get(consents.network_key(network_key))
    if answer is False:
        raise Refused("network_off", NETWORK_OFF)
    return answer


def _locked_share(user, share_pk: int) -> Share:
    # Whose it is is asked apart: locking a join locks the ambassador as well, and in an
    # order that is the database's own, so that leaving or confirming at the same moment
    # could wait for this and this for them.
    shares = Share.objects.using(router.db_for_write(Share))
    share = shares.of(user).only("pk").get(pk=share_pk)
    return shares.select_for_update().get(pk=share.pk)


def _open_or_new(ambassador: Ambassador, offer: Offer, network_key: str) -> Share:
    # The ambassador's row is locked, so no other tab of theirs is between the two.
    open_key = f"{ambassador.pk}:{offer.pk}:{network_key}"
    share = Share.objects.filter(open_key=open_key).first()
    if share is not None:
        return share
    link = TrackedLink.objects.create(offer=offer, network=network_key)
    return Share.objects.create(
        ambassador=ambassador,
        offer=offer,
        network=network_key,
        link=link,
        open_key=open_key,
    )


def _picture_address(share: Share) -> str:
    try:
        wants_image = networks.get(share.network).wants_image
    except networks.UnknownNetwork:
        return ""
    if not wants_image or not hasattr(share.offer, "image"):
        return ""
    return addresses.public_url("shareables:card_image", share.offer.public_id)


def _check_post_address(share: Share, address: str) -> None:
    network = networks.get(share.network)
    if len(address) > MAX_POST_ADDRESS or not network.is_post_address(address):
        raise Refused("post_address", ADDRESS_ELSEWHERE % {"network": network.name})
