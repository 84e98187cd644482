"""Everybody who may come, what there is to be reached, and every address of ours."""

import datetime
from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from django.utils import timezone
from wagtail.models import Workflow

from tests import factories
from tests.learning import training_factory
from tests.testapp.models import JobShareable
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import notices
from wagtail_advocacy.ambassadors.answer_links import AnswerLink, answer_address
from wagtail_advocacy.ambassadors.models import Expertise
from wagtail_advocacy.learning.models import ConsultationComment
from wagtail_advocacy.shareables.models import Topic
from wagtail_advocacy.sharing import actions as sharing
from wagtail_advocacy.sharing import helping, planning
from wagtail_advocacy.sharing.models import Share


BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

# In the order of what they may do.
ROLES = (
    "anonymous",
    "employee",
    "ambassador",
    "left",
    "editor",
    "moderator",
    "lead",
    "superuser",
)
GROUPS = {
    "editor": ["Advocacy editors", "Page editors"],
    "moderator": ["Moderators", "Page editors"],
    "lead": ["Advocacy leads"],
}
# The last one has a type of shareable of its own.
APPS = (
    "wagtail_advocacy_shareables",
    "wagtail_advocacy_ambassadors",
    "wagtail_advocacy_learning",
    "wagtail_advocacy_badges",
    "testapp",
)
SNIPPETS = tuple(f"wagtailsnippets_{label}_" for label in APPS)
CHOOSERS = tuple(f"wagtailsnippetchoosers_{label}_" for label in APPS)


def addresses() -> Iterator[str]:
    """Yield the name of every address of the project that leads to us.

    Of the site's whole urlconf and not of ours, so that nothing is forgotten that
    Wagtail mounts for us.
    """
    yield from sorted(set(_walk(get_resolver().url_patterns)))


def _walk(patterns, namespace="") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            own = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern.url_patterns, namespace + own)
            continue
        name = f"{namespace}{pattern.name or pattern.pattern}"
        if "wagtail_advocacy" in name or "wagtail_advocacy" in pattern.lookup_str:
            yield name


class World:
    """People of every role, and one of each thing there is.

    :param users: by role; the anonymous one is missing.
    """

    def __init__(self, make_user, article, site_home):
        Workflow.objects.all().delete()
        factories.workflow("Moderators")
        factories.page_editors("Page editors", site_home)
        call_command("advocacy_setup", verbosity=0, stdout=_Silence())
        Group.objects.get(name="Moderators").permissions.add(
            Permission.objects.get(
                content_type__app_label="wagtailadmin", codename="access_admin"
            )
        )
        self.users = {
            role: make_user(
                f"{role}@example.com",
                groups=GROUPS.get(role, ()),
                is_superuser=role == "superuser",
            )
            for role in ROLES[1:]
        }
        self.page = article()
        self.unprepared_page = article("Nobody has prepared this")
        self.image = factories.image()
        self.topic = Topic.objects.create(name="Hay")
        self.expertise = Expertise.objects.create(name="Heat pumps")
        self.audience = factories.audience(departments=[factories.unit("Sales")])
        self.pageshareable = factories.published_page_shareable(
            self.page, topics=[self.topic]
        )
        self.offer = factories.offer_of(self.pageshareable)
        self.jobshareable = factories.publish(self._draft_job())
        self.linkshareable = factories.draft_link_shareable()
        self.linkshareable.get_workflow().start(
            self.linkshareable, self.users["editor"]
        )
        # What others did; each role's own is made where it is asked for.
        other = make_user("other@example.com")
        self.others_share = self._leave_for_network(other)
        factories.ambassador(self.users["ambassador"])
        self.own_shares = {
            role: self._leave_for_network(self.users[role])
            for role in ("left", "ambassador")
        }
        ambassadors.leave(self.users["left"], source="test")
        self.plan = planning.plan_share(
            other,
            self.offer,
            "x",
            text="Nobody else reads this.",
            remind_at=timezone.now() + datetime.timedelta(days=1),
        )
        self.help_request = helping.ask_before_posting(
            other, self.offer, text="Nobody but the leads reads this."
        )
        # Required from now on, so that what was shared before is there.
        self.charter = factories.live_charter(site_home)
        self.signature = factories.sign_charter(other)[0]
        self.training = training_factory.training(site_home, required=False)
        self.consultationcomment = ConsultationComment.objects.create(
            version=self.signature.version,
            clause_id=factories.clause()["id"],
            clause_title="Words",
            text="Well said.",
            author=other,
            written_on=timezone.localdate(),
        )
        self.notice = notices.send(
            other, "withdrawn", occasion="x", context={"offer": self.offer.pk}
        )
        factories.sign_charter(self.users["ambassador"])
        # Some rooms are left out now and then.
        self.feed_token = ""
        self.award = None
        if apps.is_installed("wagtail_advocacy.badges"):
            self._recognise(other, make_user("bob@example.com"))
        if apps.is_installed("wagtail_advocacy.outreach"):
            self._read_from_outside()

    def _recognise(self, other, colleague):
        from tests.badges import factories as make
        from wagtail_advocacy.badges.models import Recognition, Redemption

        self.award = make.recognise(other, colleague)
        self.badge = self.award.badge
        self.badge.save_revision().publish()
        self.redemption = Redemption.objects.get(ambassador__user=other)
        self.reward = self.redemption.reward
        self.recognition = Recognition.objects.first()
        self.recognition.save_revision()
        today = timezone.localdate()
        self.goal = make.goal(
            name="Ready", metric="ready", target=50, starts_on=today, ends_on=today
        )

    def _read_from_outside(self):
        from wagtail_advocacy.outreach.models import OutreachSettings, new_token

        self.feed_token = new_token()
        OutreachSettings.objects.create(feed_token=self.feed_token)

    def _draft_job(self) -> JobShareable:
        job = JobShareable(
            title="Fitter",
            summary="Heat pumps.",
            language="en",
            prompts=factories.prompts(),
            place="Here",
            apply_at="https://jobs.example.org/fitter",
        )
        job.save()
        job.save_revision()
        return job

    def _leave_for_network(self, user) -> Share:
        share = factories.open_share(user, self.offer, text="Nobody else reads this.")
        self.handoff = sharing.hand_off(user, share.pk)
        return share

    def client(self, role, **options) -> Client:
        client = Client(headers={"user-agent": BROWSER}, **options)
        if role != "anonymous":
            client.force_login(self.users[role])
        return client

    def address(self, name, *, share=None) -> str:
        """Return where an address of that name leads to something that is there.

        :param share: the share it is about, where it is about one.
        """
        return reverse(name, kwargs=self.arguments(name, share or self.others_share))

    def arguments(self, name, share) -> dict:
        end = name.rpartition(":")[2]
        if name.startswith(SNIPPETS + CHOOSERS):
            return self._arguments_of_snippet(name, end)
        if name.startswith("wagtail_advocacy_admin:"):
            return {"pk": self.image.pk if end == "image" else self.page.pk}
        if ":badges:" in name or name.startswith("wagtail_advocacy_rewards:"):
            return self._arguments_of_badges(end)
        by_end = {
            "coaching": {"public_id": self.offer.public_id},
            "compose": {"public_id": self.offer.public_id},
            "feed": {"token": self.feed_token, "kind": "rss"},
            "picture": {"public_id": self.offer.public_id},
            "card": {"public_id": self.offer.public_id},
            "wagtail_advocacy_offer": {"public_id": self.offer.public_id},
            "card_image": {"public_id": self.offer.public_id},
            "profile_section": {"key": "pause"},
            "put_away": {"pk": self.notice.pk},
            "answer_notice": {"pk": self.notice.pk},
            "mail_answer": {"token": self.answer_token},
            "signature": {"pk": self.signature.pk},
            "comment": {
                "version": self.signature.version_id,
                "clause": self.consultationcomment.clause_id,
            },
            "training": {"pk": self.training.pk},
            "lesson": {"pk": self.training.pk, "number": 1},
            "quiz": {"pk": self.training.pk},
            "result": {"pk": self.training.pk},
            "share": {"pk": share.pk},
            "answer": {"pk": share.pk},
            "conversation": {"pk": share.pk},
            "hand_off": {"pk": share.pk},
            "change_plan": {"pk": self.plan.pk},
            "hand_over": {"pk": share.pk},
            "slip": {"pk": share.pk},
            "take_back": {"pk": self.help_request.pk},
            "request": {"pk": self.help_request.pk},
            "follow": {"code": share.link.code},
            "handoff": {"token": self.handoff_token},
        }
        return by_end.get(end, {})

    def _arguments_of_badges(self, end) -> dict:
        return {
            "achievement": {"key": self.badge.translation_key},
            "award": {"public_id": self.award.public_id},
            "credential": {"public_id": self.award.public_id, "fmt": "jwt"},
            "hide": {"public_id": self.award.public_id},
            "key": {"thumbprint": "x"},
            "picture": {"public_id": self.award.public_id},
            "redeem": {"pk": self.reward.pk},
            "redemption": {"pk": self.redemption.pk},
            "take_back_redemption": {"pk": self.redemption.pk},
            "show": {"public_id": self.award.public_id},
            "shown_award": {"public_id": self.award.public_id},
            "shown_picture": {"public_id": self.award.public_id},
            "thank_for_answer": {"pk": self.help_request.pk},
            "forget_thanks": {"pk": self.recognition.pk},
            "verify": {"public_id": self.award.public_id},
        }.get(end, {})

    @property
    def handoff_token(self) -> str:
        from wagtail_advocacy.sharing.handoffs import handoff_address

        return handoff_address(self.handoff).rpartition("/")[2]

    @property
    def answer_token(self) -> str:
        link = AnswerLink(self.notice.pk, self.notice.kind, "stop", "en")
        return answer_address(link).rpartition("/")[2]

    def _arguments_of_snippet(self, name, end) -> dict:
        instance = getattr(self, name.split(":")[0].rpartition("_")[2])
        if end in {"list", "list_results", "add", "preview_on_add"}:
            return {}
        if end in {"choose", "choose_results", "chosen_multiple", "create"}:
            return {}
        found = {"pk": instance.pk}
        if end == "revisions_compare":
            return found | {"revision_id_a": "earliest", "revision_id_b": "latest"}
        if end.startswith("revisions_"):
            return found | {"revision_id": instance.latest_revision_id or 0}
        state = getattr(instance, "current_workflow_state", None)
        if "workflow_action" in end:
            task_state = state.current_task_state_id if state else 0
            return found | {"action_name": "approve", "task_state_id": task_state}
        if end == "workflow_preview":
            task = state.current_task_state.task_id if state else 0
            return found | {"task_id": task}
        if end == "workflow_history_detail":
            return found | {"workflow_state_id": state.pk if state else 0}
        return found


class _Silence:
    def write(self, text):
        pass
