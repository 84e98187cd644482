"""Whatever is done in whatever order: what is offered is what is approved and live."""

import datetime
from dataclasses import dataclass
from typing import ClassVar
from unittest import mock

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Locale, Page, PageViewRestriction, WorkflowContentType
from wagtail.signal_handlers import disable_reference_index_auto_update

from tests import factories
from tests.testapp.models import ArticlePage, SectionPage
from wagtail_advocacy.shareables import actions, projection
from wagtail_advocacy.shareables.models import (
    LinkShareable,
    Offer,
    PageShareable,
    Topic,
)
from wagtail_advocacy.shareables.setup_steps import content_type_of


real_now = timezone.now
HOUR = datetime.timedelta(hours=1)
# Two pages and a link.
WHICH = st.integers(min_value=0, max_value=2)
VERBS = ["approve", "reject", "publish"]
FIELDS = st.fixed_dictionaries(
    {
        "networks": st.sampled_from([[], ["x"], ["email", "x"]]),
        "nature": st.sampled_from(["industry", "commercial"]),
        "hashtags": st.sampled_from(["", "#hay #grid"]),
        "call_to_action": st.sampled_from(["", "Read on"]),
        "language": st.sampled_from(["en", "fr"]),
        "staff_first_hours": st.sampled_from([0, 0, 48]),
        "page_is_public": st.booleans(),
        "has_topic": st.booleans(),
        # Hours from now, or None.
        "starts": st.sampled_from([None, None, None, 1]),
        "ends": st.sampled_from([None, 1, 2]),
    }
)
# What has to have been compared, so that the test cannot go hollow unnoticed.
CASES = {
    "edited",
    "hashtags",
    "networks",
    "topics",
    "public page",
    "staff first",
    "expires",
    "page_unpublished",
    "page_restricted",
    "page_deleted",
    "unpublished",
    "expired",
    "withdrawn",
    "deleted",
    "draft beside what is live",
    "live again after it ended",
}


@dataclass
class Beginning:
    """Two pages and a link; the second page is still a draft, to be offered later."""

    user: object
    sections: list
    topic: Topic
    pages: list[int]
    # Class and primary key of each shareable.
    keys: list[tuple[type, int]]
    approved: dict[int, str]


@pytest.fixture
def beginning(site_home):
    user = factories.superuser()
    workflow = factories.workflow("Approvers")
    for model in (PageShareable, LinkShareable):
        WorkflowContentType.objects.create(
            content_type=content_type_of(model), workflow=workflow
        )
    sections = [
        site_home.add_child(instance=SectionPage(title=name, slug=name))
        for name in ("open", "other")
    ]
    shareables = []
    pages = []
    for name in ("first", "second"):
        page = sections[0].add_child(instance=ArticlePage(title=name, slug=name))
        page.save_revision().publish()
        pages.append(page.pk)
        shareables.append(factories.draft_page_shareable(page))
    shareables.append(factories.draft_link_shareable())
    approved = {}
    for which in (0, 2):
        shareable = shareables[which]
        actions.submit(shareable.get_latest_revision_as_object(), user)
        shareable.current_workflow_task_state.approve(user=user)
        approved[which] = shareable.title
    return Beginning(
        user=user,
        sections=sections,
        topic=Topic.objects.create(name="Hay", locale=Locale.get_default()),
        pages=pages,
        keys=[(type(shareable), shareable.pk) for shareable in shareables],
        approved=approved,
    )


class Programme(RuleBasedStateMachine):
    """Editors, approvers and the clock at work on two pages and a link."""

    seen: ClassVar[set[str]] = set()
    # Where every example begins, and is rolled back to.
    beginning: ClassVar[Beginning]

    def __init__(self):
        super().__init__()
        self.offset = datetime.timedelta()
        self.clock = mock.patch("django.utils.timezone.now", self.now)
        self.clock.start()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.user = self.beginning.user
        self.sections = self.beginning.sections
        self.topic = self.beginning.topic
        self.pages = self.beginning.pages
        self.keys = self.beginning.keys
        # What was last published of each, as it should be seen outside.
        self.approved = dict(self.beginning.approved)
        self.withdrawn = set()
        self.ended = set()
        self.edits = 0

    def now(self):
        return real_now() + self.offset

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        self.clock.stop()

    def get(self, which):
        model, pk = self.keys[which]
        return model.objects.filter(pk=pk).first()

    def remember(self, which):
        """Something was published: if it is live, that is what counts."""
        shareable = self.get(which)
        latest = shareable.get_latest_revision().content
        if (
            shareable.live
            and shareable.live_revision_id == shareable.latest_revision_id
        ):
            self.approved[which] = latest["title"]
            self.withdrawn.discard(which)

    # Editors and approvers.

    @rule(which=WHICH, fields=FIELDS, then=st.sampled_from(["", *VERBS]))
    def edit(self, which, fields, then):
        shareable = self.get(which)
        if shareable is None:
            return
        draft = shareable.get_latest_revision_as_object()
        if not actions.can_edit(draft, self.user):
            return
        self.edits += 1
        fields = dict(fields)
        draft.title = f"Edit {self.edits}"
        draft.summary = f"Summary {self.edits}"
        draft.topics.set([self.topic] if fields.pop("has_topic") else [])
        for field, hours in (("go_live_at", "starts"), ("expire_at", "ends")):
            hours = fields.pop(hours)
            setattr(draft, field, hours and timezone.now() + hours * HOUR)
        for field, value in fields.items():
            # Links have no page that could be public.
            if hasattr(draft, field):
                setattr(draft, field, value)
        actions.save_draft(draft, self.user)
        if then:
            self.act(which, then)

    @rule(which=WHICH, verb=st.sampled_from(VERBS))
    def act(self, which, verb):
        shareable = self.get(which)
        if shareable is None:
            return
        if verb == "publish":
            shareable.get_latest_revision().publish(user=self.user)
        else:
            self.submit(shareable)
            self.answer(self.get(which), verb)
        self.remember(which)

    def submit(self, shareable):
        draft = shareable.get_latest_revision_as_object()
        if actions.can_edit(draft, self.user):
            actions.submit(draft, self.user)

    def answer(self, shareable, verb):
        task_state = shareable.current_workflow_task_state
        if task_state and verb == "approve":
            task_state.approve(user=self.user)
        elif task_state and verb == "reject":
            task_state.reject(user=self.user)

    @rule(which=WHICH, verb=st.sampled_from(["unpublish", "withdraw", "delete"]))
    def end(self, which, verb):
        shareable = self.get(which)
        if shareable is None:
            return
        if verb == "unpublish":
            shareable.unpublish()
        elif verb == "withdraw" and projection.offer_of(shareable):
            actions.withdraw(shareable, self.user, reason="A mistake")
            self.withdrawn.add(which)
        elif verb == "delete" and self.edits > 1:
            shareable.delete()

    # The clock.

    @rule(minutes=st.sampled_from([45, 150]), runs=st.sampled_from([True, True, False]))
    def wait(self, minutes, runs):
        self.offset += datetime.timedelta(minutes=minutes)
        if runs:
            call_command("publish_scheduled")
            for which in range(len(self.keys)):
                if self.get(which):
                    self.remember(which)

    # The intranet's own pages.

    @rule(
        index=st.integers(0, 1),
        verb=st.sampled_from(["publish", "unpublish", "move", "delete", "delete"]),
    )
    def change_page(self, index, verb):
        page = Page.objects.filter(pk=self.pages[index]).first()
        if page is None:
            return
        if verb == "publish":
            page.specific.save_revision().publish()
        elif verb == "unpublish":
            page.unpublish()
        elif verb == "move":
            away = {section.pk for section in self.sections} - {page.get_parent().pk}
            page.specific.move(Page.objects.get(pk__in=away), pos="last-child")
        elif self.edits > 1:
            page.specific.delete()

    @rule(
        index=st.integers(0, 1),
        kind=st.sampled_from(["groups", "password", "login"]),
        whole_section=st.booleans(),
    )
    def restrict(self, index, kind, whole_section):
        key = self.sections[index].pk if whole_section else self.pages[index]
        if page := Page.objects.filter(pk=key).first():
            PageViewRestriction.objects.create(page=page, restriction_type=kind)

    @precondition(lambda self: PageViewRestriction.objects.exists())
    @rule()
    def open_everything(self):
        for restriction in PageViewRestriction.objects.all():
            restriction.delete()

    # What always holds.

    @invariant()
    def offers_say_what_is_live(self):
        expected_current = set()
        for which, (model, pk) in enumerate(self.keys):
            offer = Offer.objects.filter(
                content_type=ContentType.objects.get_for_model(model),
                object_id=str(pk),
            ).first()
            shareable = self.get(which)
            if offer is not None and offer.ended:
                self.seen.add(offer.end_reason)
                self.ended.add(which)
            if shareable is None:
                assert offer is None or offer.ended
                continue
            if not shareable.live:
                assert offer is None or offer.ended
                assert offer is None or offer.is_withdrawn == (which in self.withdrawn)
                continue
            self.compare(which, shareable, offer)
            if offer.is_current:
                expected_current.add(offer.pk)
            if not self.why_not(shareable):
                assert not offer.ended
                if offer.opens_at <= timezone.now() and (
                    shareable.expire_at is None or shareable.expire_at > timezone.now()
                ):
                    assert offer.pk in expected_current
        current = set(Offer.objects.current().values_list("pk", flat=True))
        assert current == expected_current

    def compare(self, which, shareable, offer):
        assert offer.title == self.approved[which] == shareable.title
        assert offer.summary == shareable.summary
        assert offer.language == shareable.language
        assert offer.nature == shareable.nature
        assert offer.call_to_action == shareable.call_to_action
        assert offer.hashtags == shareable.hashtags.split()
        assert offer.networks == shareable.networks
        assert set(offer.topics.all()) == set(shareable.topics.all())
        assert offer.expires_at == shareable.expire_at
        assert offer.offered_at == shareable.first_published_at
        assert offer.ended == bool(self.why_not(shareable))
        assert offer.end_reason == self.why_not(shareable)
        assert not offer.is_withdrawn
        start = shareable.first_published_at
        if isinstance(shareable, LinkShareable):
            assert offer.destination == shareable.url
            source = start
        else:
            assert offer.page_id == shareable.page_id
            source = (shareable.page and shareable.page.first_published_at) or start
            is_open = shareable.page_is_public and not self.why_not(shareable)
            assert offer.destination == (shareable.page.full_url if is_open else "")
        self.notice(which, shareable, offer)
        embargo = source + shareable.staff_first_hours * HOUR
        assert offer.opens_at == max(start, embargo)

    def notice(self, which, shareable, offer):
        cases = {
            "edited": shareable.title.startswith("Edit"),
            "hashtags": offer.hashtags,
            "networks": offer.networks,
            "topics": offer.topics.exists(),
            "public page": offer.page and offer.destination,
            "staff first": offer.is_embargoed,
            "expires": offer.expires_at,
            "draft beside what is live": shareable.has_unpublished_changes,
            "live again after it ended": which in self.ended and not offer.ended,
        }
        self.seen.update(name for name, is_so in cases.items() if is_so)

    def why_not(self, shareable):
        if isinstance(shareable, LinkShareable):
            return ""
        page = shareable.page
        if page is None:
            return "page_deleted"
        if not page.live:
            return "page_unpublished"
        above = page.get_ancestors(inclusive=True)
        if PageViewRestriction.objects.filter(
            page__in=above, restriction_type__in=["groups", "password"]
        ).exists():
            return "page_restricted"
        return ""


@pytest.fixture
def no_indexes(settings):
    """Wagtail keeps neither of its indexes, which nothing here looks at.

    They are a good part of what a step costs.
    """
    backend = settings.WAGTAILSEARCH_BACKENDS["default"]
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**backend, "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        yield


@pytest.mark.usefixtures("no_indexes")
def test_offers_equal_live_shareables_after_anything(beginning):
    Programme.beginning = beginning
    run_state_machine_as_test(
        Programme,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
    assert CASES - Programme.seen == set()


@pytest.mark.usefixtures("site_home")
def test_rebuilding_changes_nothing(article):
    page_shareable = factories.published_page_shareable(article(), hashtags="#hay")
    factories.published_link_shareable().unpublish()
    before = list(Offer.objects.values())
    assert projection.sync() == 2
    assert list(Offer.objects.values()) == before
    # And puts right what an import, say, left behind.
    Offer.objects.update(title="Wrong", ended=True)
    projection.sync()
    assert Offer.objects.current().get().title == page_shareable.title
