"""Whatever is done in whatever order: what is offered is what is approved and live."""

import datetime
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
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Locale, Page, PageViewRestriction, WorkflowContentType

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
WHICH = st.integers(min_value=0, max_value=3)


class Programme(RuleBasedStateMachine):
    """Editors, approvers and the clock at work on two pages and two links."""

    def __init__(self):
        super().__init__()
        self.offset = datetime.timedelta()
        self.clock = mock.patch("django.utils.timezone.now", self.now)
        self.clock.start()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def now(self):
        return real_now() + self.offset

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        self.clock.stop()

    @initialize()
    def start(self):
        self.user = factories.superuser()
        workflow = factories.workflow("Approvers")
        for model in (PageShareable, LinkShareable):
            WorkflowContentType.objects.create(
                content_type=content_type_of(model), workflow=workflow
            )
        home = Page.objects.get(slug="intranet")
        self.sections = [
            home.add_child(instance=SectionPage(title=name, slug=name))
            for name in ("open", "other")
        ]
        self.topic = Topic.objects.create(name="Hay", locale=Locale.get_default())
        self.pages = []
        for name in ("first", "second"):
            page = self.sections[0].add_child(
                instance=ArticlePage(title=name, slug=name)
            )
            page.save_revision().publish()
            self.pages.append(page.pk)
        self.keys = [
            (PageShareable, factories.draft_page_shareable(page).pk)
            for page in Page.objects.filter(pk__in=self.pages).specific()
        ] + [
            (LinkShareable, factories.draft_link_shareable(title=name).pk)
            for name in ("third", "fourth")
        ]
        # What was last published of each, as it should be seen outside.
        self.approved = {}
        self.withdrawn = set()
        self.edits = 0

    def get(self, which):
        model, pk = self.keys[which]
        return model.objects.filter(pk=pk).first()

    def get_page(self, which):
        return Page.objects.filter(pk=self.pages[which % 2]).first()

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

    # Editors.

    @rule(which=WHICH, changes=st.data())
    def edit(self, which, changes):
        shareable = self.get(which)
        if shareable is None:
            return
        draft = shareable.get_latest_revision_as_object()
        if not actions.can_edit(draft, self.user):
            return
        self.edits += 1
        draft.title = f"Edit {self.edits}"
        draft.summary = f"Summary {self.edits}"
        draft.networks = changes.draw(st.sampled_from([[], ["x"], ["email", "x"]]))
        draft.nature = changes.draw(st.sampled_from(["industry", "commercial"]))
        draft.hashtags = changes.draw(st.sampled_from(["", "#hay #grid"]))
        draft.call_to_action = changes.draw(st.sampled_from(["", "Read on"]))
        draft.language = changes.draw(st.sampled_from(["en", "fr"]))
        draft.staff_first_hours = changes.draw(st.sampled_from([0, 2]))
        draft.topics.set(changes.draw(st.sampled_from([[], [self.topic]])))
        draft.go_live_at = draft.expire_at = None
        if isinstance(draft, PageShareable):
            draft.page_is_public = changes.draw(st.booleans())
        actions.save_draft(draft, self.user)

    @rule(which=WHICH)
    def submit(self, which):
        shareable = self.get(which)
        if shareable is None:
            return
        draft = shareable.get_latest_revision_as_object()
        if actions.can_edit(draft, self.user):
            actions.submit(draft, self.user)

    @rule(which=WHICH, approved=st.booleans())
    def moderate(self, which, approved):
        shareable = self.get(which)
        task_state = shareable and shareable.current_workflow_task_state
        if not task_state:
            return
        if approved:
            task_state.approve(user=self.user)
            self.remember(which)
        else:
            task_state.reject(user=self.user)

    @rule(which=WHICH)
    def publish(self, which):
        if shareable := self.get(which):
            shareable.get_latest_revision().publish(user=self.user)
            self.remember(which)

    @rule(which=WHICH, hours=st.sampled_from([1, 3]), expires=st.booleans())
    def schedule(self, which, hours, expires):
        shareable = self.get(which)
        if shareable is None:
            return
        draft = shareable.get_latest_revision_as_object()
        if not actions.can_edit(draft, self.user):
            return
        moment = timezone.now() + hours * HOUR
        draft.go_live_at = None if expires else moment
        draft.expire_at = moment if expires else None
        draft.save_revision().publish(user=self.user)
        self.remember(which)

    @rule(which=WHICH)
    def unpublish(self, which):
        if shareable := self.get(which):
            shareable.unpublish()

    @rule(which=WHICH)
    def withdraw(self, which):
        shareable = self.get(which)
        if shareable is not None and projection.offer_of(shareable):
            actions.withdraw(shareable, self.user, reason="A mistake")
            self.withdrawn.add(which)

    @precondition(lambda self: self.edits > 2)
    @rule(which=WHICH)
    def delete(self, which):
        if shareable := self.get(which):
            shareable.delete()

    # The clock.

    @rule(minutes=st.sampled_from([30, 90]), runs=st.booleans())
    def wait(self, minutes, runs):
        self.offset += datetime.timedelta(minutes=minutes)
        if runs:
            call_command("publish_scheduled")
            for which in range(len(self.keys)):
                if self.get(which):
                    self.remember(which)

    # The intranet's own pages.

    @rule(which=WHICH, live=st.booleans())
    def change_page(self, which, live):
        page = self.get_page(which)
        if page is None:
            return
        if live:
            page.specific.save_revision().publish()
        else:
            page.unpublish()

    @rule(which=WHICH, kind=st.sampled_from(["groups", "password", "login"]))
    def restrict_page(self, which, kind):
        if page := self.get_page(which):
            PageViewRestriction.objects.create(page=page, restriction_type=kind)

    @rule(index=st.integers(0, 1))
    def restrict_section(self, index):
        PageViewRestriction.objects.create(
            page=self.sections[index], restriction_type="password", password="x"
        )

    @rule()
    def open_everything(self):
        for restriction in PageViewRestriction.objects.all():
            restriction.delete()

    @rule(which=WHICH, index=st.integers(0, 1))
    def move_page(self, which, index):
        page = self.get_page(which)
        target = Page.objects.get(pk=self.sections[index].pk)
        if page is not None and page.get_parent().pk != target.pk:
            page.specific.move(target, pos="last-child")

    @precondition(lambda self: self.edits > 3)
    @rule(which=WHICH)
    def delete_page(self, which):
        if page := self.get_page(which):
            page.specific.delete()

    # What always holds.

    @invariant()
    def offers_say_what_is_live(self):
        if not hasattr(self, "approved"):
            return
        expected_current = set()
        for which, (model, pk) in enumerate(self.keys):
            offer = Offer.objects.filter(
                content_type=ContentType.objects.get_for_model(model),
                object_id=str(pk),
            ).first()
            shareable = self.get(which)
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
        embargo = source + shareable.staff_first_hours * HOUR
        assert offer.opens_at == max(start, embargo)

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


@pytest.mark.usefixtures("site_home")
def test_offers_equal_live_shareables_after_anything():
    run_state_machine_as_test(
        Programme,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )


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
