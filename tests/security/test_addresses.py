"""Who reaches what, with which method: every address, every role.

What the tables below do not allow is refused. An address that is new fails here until
somebody has said in a table who may use it.
"""

import contextlib
import re

import pytest
from django.apps import apps
from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext

from wagtail_advocacy import compat
from wagtail_advocacy.sharing.models import PlannedShare, Share

from .world import CHOOSERS, ROLES, SNIPPETS, addresses


pytestmark = pytest.mark.django_db

EVERYBODY = set(ROLES)
EMPLOYEES = EVERYBODY - {"anonymous"}
WRITERS = {"editor", "lead", "superuser"}
STAFF = WRITERS | {"moderator"}
PUBLISHERS = {"moderator", "lead", "superuser"}
LEADS = {"lead", "superuser"}
ROOT = {"superuser"}
NOBODY: set[str] = set()

# Who gets a screen (200) by asking for it.
OWN = {
    "wagtail_advocacy:home": EMPLOYEES,
    # Asks whoever takes part; the address of the tests names no purpose.
    "wagtail_advocacy:ambassadors:consent": NOBODY,
    "wagtail_advocacy:ambassadors:dismiss_invitation": NOBODY,
    "wagtail_advocacy:ambassadors:erase": EMPLOYEES,
    "wagtail_advocacy:ambassadors:erased": EMPLOYEES,
    "wagtail_advocacy:ambassadors:export": NOBODY,
    # For monitors with a token, which nobody here has.
    "wagtail_advocacy:ambassadors:health": NOBODY,
    "wagtail_advocacy:ambassadors:join": EMPLOYEES,
    "wagtail_advocacy:ambassadors:leave": EMPLOYEES,
    "wagtail_advocacy:ambassadors:left": EMPLOYEES,
    "wagtail_advocacy:ambassadors:managers": EMPLOYEES,
    "wagtail_advocacy:ambassadors:me": EMPLOYEES,
    "wagtail_advocacy:ambassadors:profile_section": NOBODY,
    "wagtail_advocacy:ambassadors:put_away": NOBODY,
    # Somebody else's.
    "wagtail_advocacy:ambassadors:answer_notice": NOBODY,
    "wagtail_advocacy:learning:charter": EMPLOYEES,
    "wagtail_advocacy:learning:comment": EMPLOYEES,
    "wagtail_advocacy:learning:lesson": EMPLOYEES,
    "wagtail_advocacy:learning:quiz": EMPLOYEES,
    # Nobody has tried the quiz yet, and the signature is somebody else's.
    "wagtail_advocacy:learning:result": NOBODY,
    "wagtail_advocacy:learning:signature": NOBODY,
    "wagtail_advocacy:learning:signatures": EMPLOYEES,
    "wagtail_advocacy:learning:training": EMPLOYEES,
    "wagtail_advocacy:learning:trainings": EMPLOYEES,
    "wagtail_advocacy:sharing:answer": NOBODY,
    "wagtail_advocacy:sharing:change_plan": NOBODY,
    "wagtail_advocacy:sharing:coaching": NOBODY,
    "wagtail_advocacy:sharing:compose": {"ambassador"},
    "wagtail_advocacy:sharing:conversation": NOBODY,
    "wagtail_advocacy:sharing:hand_off": NOBODY,
    "wagtail_advocacy:sharing:hand_over": NOBODY,
    "wagtail_advocacy:sharing:picture": EMPLOYEES,
    "wagtail_advocacy:sharing:planned": EMPLOYEES,
    # Of somebody else: not even for a superuser. One's own is tested below.
    "wagtail_advocacy:sharing:share": NOBODY,
    "wagtail_advocacy:sharing:shares": EMPLOYEES,
    # Of a share of somebody else, too.
    "wagtail_advocacy:sharing:slip": NOBODY,
    "wagtail_advocacy:sharing:take_back": NOBODY,
    "wagtail_advocacy_figures:participation": {"lead", "superuser"},
    "wagtail_advocacy_figures:read_directory": NOBODY,
    "wagtail_advocacy_help:index": {"lead", "superuser"},
    "wagtail_advocacy_help:index_results": {"lead", "superuser"},
    "wagtail_advocacy_help:request": {"lead", "superuser"},
    "wagtail_advocacy_launch": {"lead", "superuser"},
    "wagtail_advocacy_admin:image": NOBODY,
    # The lead may not edit this page.
    "wagtail_advocacy_admin:page": {"editor", "moderator", "superuser"},
    "wagtail_advocacy_admin:page_changes": NOBODY,
    "wagtail_advocacy_managers": {"lead", "superuser"},
    "wagtail_advocacy_public_address": {"lead", "superuser"},
    # The token is the authority, whoever has it.
    "wagtail_advocacy_public:ambassadors:mail_answer": EVERYBODY,
    "wagtail_advocacy_public:shareables:card": EVERYBODY,
    "wagtail_advocacy_public:shareables:card_image": EVERYBODY,
    "wagtail_advocacy_public:shareables:card_styles": EVERYBODY,
    "wagtail_advocacy_public:sharing:follow": NOBODY,
    "wagtail_advocacy_public:sharing:handoff": EVERYBODY,
    "wagtail_advocacy_public:sharing:handoff_script": EVERYBODY,
    "wagtail_advocacy_readiness": {"lead", "superuser"},
}
if compat.HAS_API_V3:
    # For tokens, which nobody here has.
    OWN |= {
        "wagtailapi_v3:wagtail_advocacy_offer": NOBODY,
        "wagtailapi_v3:wagtail_advocacy_offers": NOBODY,
    }
if apps.is_installed("wagtail_advocacy.outreach"):
    # Its address is its key.
    OWN |= {"wagtail_advocacy:outreach:feed": EVERYBODY}
if apps.is_installed("wagtail_advocacy.badges"):
    OWN |= {
        # Somebody else's.
        "wagtail_advocacy:badges:award": NOBODY,
        "wagtail_advocacy:badges:credential": NOBODY,
        "wagtail_advocacy:badges:hide": NOBODY,
        "wagtail_advocacy:badges:show": NOBODY,
        # About groups; the board is switched off.
        "wagtail_advocacy:badges:board": NOBODY,
        "wagtail_advocacy:badges:goals": EMPLOYEES,
        "wagtail_advocacy:badges:points": EMPLOYEES,
        "wagtail_advocacy:badges:redeem": NOBODY,
        "wagtail_advocacy:badges:rewards": EMPLOYEES,
        "wagtail_advocacy:badges:take_back_redemption": NOBODY,
        "wagtail_advocacy:badges:shelf": EMPLOYEES,
        # What a colleague chose to show.
        "wagtail_advocacy:badges:shown": EMPLOYEES,
        "wagtail_advocacy:badges:shown_award": EMPLOYEES,
        "wagtail_advocacy:badges:shown_picture": EMPLOYEES,
        "wagtail_advocacy:badges:thanks": EMPLOYEES,
        # Somebody else's question, and somebody else's thanks.
        "wagtail_advocacy:badges:forget_thanks": NOBODY,
        "wagtail_advocacy:badges:thank_for_answer": NOBODY,
        # Nothing is signed here.
        "wagtail_advocacy_public:badges:achievement": NOBODY,
        "wagtail_advocacy_public:badges:issuer": NOBODY,
        "wagtail_advocacy_public:badges:key": NOBODY,
        "wagtail_advocacy_public:badges:keys": NOBODY,
        # Its owner shows it.
        "wagtail_advocacy_public:badges:picture": EVERYBODY,
        "wagtail_advocacy_public:badges:verify": EVERYBODY,
        "wagtail_advocacy_rewards:index": LEADS,
        "wagtail_advocacy_rewards:index_results": LEADS,
        "wagtail_advocacy_rewards:redemption": LEADS,
    }
# Wagtail's screens for our three types, by the end of their names. The link waits for
# the moderators' approval, the page is live, and topics are no matter of moderators.
OF_SNIPPETS = {
    "add": WRITERS,
    "collect_workflow_action_data": NOBODY,
    "confirm_workflow_cancellation": STAFF,
    "copy": WRITERS,
    "delete": {"lead", "superuser"},
    "edit": STAFF,
    "history": STAFF,
    "history_results": STAFF,
    "inspect": STAFF,
    "list": STAFF,
    "list_results": STAFF,
    "lock": NOBODY,
    "preview_on_add": WRITERS,
    "preview_on_edit": STAFF,
    "revisions_compare": STAFF,
    "revisions_revert": STAFF,
    "revisions_unschedule": PUBLISHERS,
    "revisions_view": STAFF,
    "unlock": NOBODY,
    "unpublish": PUBLISHERS,
    "usage": STAFF,
    "withdraw": PUBLISHERS,
    "workflow_action": NOBODY,
    "workflow_history": STAFF,
    "workflow_history_detail": NOBODY,
    "workflow_preview": NOBODY,
    # Wagtail lets whoever is in the admin choose among the titles of snippets.
    "choose": STAFF,
    "choose_results": STAFF,
    "chosen": STAFF,
    "chosen_multiple": STAFF,
    "create": WRITERS,
}
OF_ONE_TYPE = {
    "linkshareable:collect_workflow_action_data": {"moderator", "superuser"},
    "linkshareable:withdraw": NOBODY,
    "linkshareable:workflow_action": {"moderator", "superuser"},
    "linkshareable:workflow_history_detail": STAFF,
    "linkshareable:workflow_preview": {"moderator", "superuser"},
    # What people said of a charter is for trainers and leads; nobody says it for them.
    **{
        f"consultationcomment:{end}": ROOT
        for end in ("add", "copy", "create", "delete")
    },
    **{
        f"consultationcomment:{end}": {"lead", "superuser"}
        for end in (
            "edit",
            "history",
            "history_results",
            "inspect",
            "list",
            "list_results",
            "usage",
        )
    },
    **{
        f"{vocabulary}:{end}": WRITERS
        for vocabulary in ("topic", "expertise", "audience")
        for end in (
            "edit",
            "history",
            "history_results",
            "inspect",
            "list",
            "list_results",
            "usage",
        )
    },
}
# Wagtail lets whoever is in the admin ask for these; they show nothing of anybody.
OF_WAGTAIL = ("choose", "chosen", "confirm_workflow_cancellation")
# Recognition is the leads' alone.
OF_ONE_TYPE |= {
    f"{kind}:{end}": LEADS
    for kind in ("badge", "goal", "reward")
    for end, may in OF_SNIPPETS.items()
    if may and not end.startswith(OF_WAGTAIL)
}
OF_ONE_TYPE |= {
    f"recognition:{end}": LEADS
    for end in OF_SNIPPETS
    if OF_SNIPPETS[end] and not end.startswith(OF_WAGTAIL)
}
# Nobody says thanks in somebody's name.
OF_ONE_TYPE |= {
    "recognition:add": NOBODY,
    "recognition:create": NOBODY,
    "recognition:delete": ROOT,
}
# Somebody has it, and somebody asked for it.
OF_ONE_TYPE |= {"badge:delete": NOBODY, "reward:delete": NOBODY}
OF_ONE_TYPE |= {"badge:earners": LEADS}

# What Wagtail writes while it shows a screen: who is looking, and pictures in the size
# that was asked for. Django: sessions.
KEPT_BY_OTHERS = {
    "django_session",
    "wagtailadmin_editingsession",
    "wagtailimages_rendition",
}
VISIT = {"wagtail_advocacy_sharing_visit", "wagtail_advocacy_sharing_visitorsalt"}
WRITING = re.compile(
    r'(?:INSERT|UPDATE|DELETE|REPLACE)\b[^"`]*["`](\w+)', re.IGNORECASE
)

REFUSALS = {302, 401, 403, 404, 405, 410}


def allowed(name) -> set[str]:
    """Return the roles that get this screen.

    :raises LookupError: nobody has said who may.
    """
    if name.startswith(SNIPPETS + CHOOSERS):
        namespace, _colon, end = name.rpartition(":")
        short = f"{namespace.rpartition('_')[2]}:{end}"
        return OF_ONE_TYPE[short] if short in OF_ONE_TYPE else OF_SNIPPETS[end]
    return OWN[name]


def written(queries) -> set[str]:
    """Return the tables that queries wrote to."""
    found = (WRITING.match(query["sql"]) for query in queries)
    return {match[1] for match in found if match} - KEPT_BY_OTHERS


def ask(client, method, address, **options):
    """Return an answer and the tables that were written to for it."""
    # Django keeps no more than 9,000, and warns.
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        response = getattr(client, method)(address, **options)
    return response, written(queries)


def test_every_address_has_an_entry_and_every_entry_an_address():
    names = set(addresses())
    without = {name for name in names if not _has_entry(name)}
    assert not without, "say in a table above who may use these"
    assert set(OWN) <= names
    ends = {name.rpartition(":")[2] for name in names}
    assert set(OF_SNIPPETS) <= ends


def _has_entry(name):
    try:
        allowed(name)
    except LookupError:
        return False
    return True


def is_ours(name) -> bool:
    """Whether we wrote the view, and not Wagtail."""
    return not name.startswith((*SNIPPETS, *CHOOSERS, "wagtailapi"))


def test_nobody_gets_a_screen_that_is_not_theirs_and_looking_changes_nothing(world):
    unexpected = {}
    for role in ROLES:
        client = world.client(role)
        for name in addresses():
            response, tables = ask(client, "get", world.address(name))
            if name.endswith(":follow"):
                tables -= VISIT
            expected = {200} if role in allowed(name) else REFUSALS
            if response.status_code not in expected or tables:
                unexpected[role, name] = (response.status_code, tables)
    assert not unexpected


def test_head_changes_nothing_and_answers_as_get_does(world):
    unexpected = {}
    for role in ("anonymous", "ambassador", "superuser"):
        client = world.client(role)
        for name in addresses():
            if not is_ours(name) and role != "superuser":
                continue
            address = world.address(name)
            response, tables = ask(client, "head", address)
            if tables or response.content:
                unexpected[role, name] = (response.status_code, tables)
            if is_ours(name):
                assert response.status_code == client.get(address).status_code, name
    assert not unexpected


@pytest.mark.parametrize("guarded_by", ["middleware", "views"])
def test_nothing_can_be_sent_without_a_token(world, settings, guarded_by):
    # Mail programs have no cookies: what is signed into this one is the authority.
    names = [name for name in addresses() if not name.endswith(":mail_answer")]
    if guarded_by == "views":
        # Where a site left the middleware out, ours are safe all the same.
        settings.MIDDLEWARE = [
            one for one in settings.MIDDLEWARE if not one.endswith("CsrfViewMiddleware")
        ]
        names = [name for name in names if name.startswith("wagtail_advocacy:")]
    data = {"answer": "drop", "reason": "x", "network": "linkedin", "text": "Hay."}
    unexpected = {}
    for role in ("anonymous", "ambassador", "superuser"):
        client = world.client(role, enforce_csrf_checks=True)
        for name in names:
            address = world.address(name, share=world.own_shares["ambassador"])
            response, tables = ask(client, "post", address, data=data)
            refused = {403, 405} | ({302} if role == "anonymous" else set())
            if tables or response.status_code not in refused:
                unexpected[role, name] = (response.status_code, tables)
    assert not unexpected


# What an employee's POST does: the data, and who it does something for.
SENT = {
    "wagtail_advocacy:ambassadors:join": ({}, EMPLOYEES - {"ambassador"}),
    "wagtail_advocacy:ambassadors:leave": ({}, {"ambassador"}),
    "wagtail_advocacy:ambassadors:dismiss_invitation": ({}, EMPLOYEES),
    "wagtail_advocacy:ambassadors:consent": (
        {"purpose": "by_name", "answer": "yes"},
        {"ambassador"},
    ),
    "wagtail_advocacy:ambassadors:profile_section": (
        {"until": "2999-01-01", "end": "1"},
        {"ambassador"},
    ),
    "wagtail_advocacy:ambassadors:erase": ({"sure": "1"}, {"ambassador", "left"}),
    "wagtail_advocacy:learning:lesson": ({}, {"ambassador"}),
    # Somebody else's.
    "wagtail_advocacy:ambassadors:put_away": ({}, NOBODY),
    "wagtail_advocacy:ambassadors:answer_notice": ({"choice": "x"}, NOBODY),
    "wagtail_advocacy_public:ambassadors:mail_answer": ({}, EVERYBODY),
    # Counted, and nothing else is written.
    "wagtail_advocacy:ambassadors:export": ({}, NOBODY),
    # Counted, and nothing else is written.
    "wagtail_advocacy:sharing:coaching": (
        {"network": "x", "text": "Hay smells."},
        NOBODY,
    ),
    "wagtail_advocacy:sharing:compose": (
        {"network": "x", "text": "Hay smells."},
        {"ambassador"},
    ),
    "wagtail_advocacy_admin:page_changes": (
        {"keep": "1"},
        {"editor", "moderator", "superuser"},
    ),
    f"{SNIPPETS[0]}pageshareable:withdraw": ({"reason": "Wrong."}, PUBLISHERS),
    f"{SNIPPETS[0]}pageshareable:lock": ({}, {"lead", "superuser"}),
    f"{SNIPPETS[0]}pageshareable:unpublish": ({}, PUBLISHERS),
    f"{SNIPPETS[0]}pageshareable:delete": ({}, {"lead", "superuser"}),
    f"{SNIPPETS[0]}linkshareable:delete": ({}, {"lead", "superuser"}),
    f"{SNIPPETS[0]}linkshareable:workflow_action": (
        {"comment": "Yes"},
        {"moderator", "superuser"},
    ),
    f"{SNIPPETS[0]}topic:delete": ({}, {"lead", "superuser"}),
    "wagtail_advocacy_help:request": ({"take": "1"}, {"lead", "superuser"}),
    # An audience for nobody: these are somebody else's.
    "wagtail_advocacy:sharing:answer": ({"answer": "drop"}, NOBODY),
    "wagtail_advocacy:sharing:conversation": ({"said": "replied"}, NOBODY),
    "wagtail_advocacy:sharing:hand_off": ({}, NOBODY),
    "wagtail_advocacy:sharing:change_plan": ({"do": "drop"}, NOBODY),
    "wagtail_advocacy:sharing:hand_over": (
        {"comment_address": "https://example.com/"},
        NOBODY,
    ),
    "wagtail_advocacy:sharing:slip": ({"tell": "1"}, NOBODY),
    "wagtail_advocacy:sharing:take_back": ({}, NOBODY),
}
if apps.is_installed("wagtail_advocacy.badges"):
    SENT |= {
        # Somebody else's.
        "wagtail_advocacy:badges:hide": ({}, NOBODY),
        "wagtail_advocacy:badges:show": ({"holder": "Ada"}, NOBODY),
        "wagtail_advocacy:badges:take_back_redemption": ({}, NOBODY),
        "wagtail_advocacy:badges:forget_thanks": ({"take_back": "1"}, NOBODY),
        "wagtail_advocacy:badges:thank_for_answer": ({"text": "Thanks."}, NOBODY),
        "wagtail_advocacy:badges:shown_award": ({"text": "Thanks."}, EMPLOYEES),
        # Nobody of them has points, and it never cost this.
        "wagtail_advocacy:badges:redeem": ({"cost": "1"}, NOBODY),
        "wagtail_advocacy_rewards:redemption": ({"approve": "1"}, LEADS),
    }
# Attempts are counted, refused ones too.
COUNTED = {"wagtail_advocacy_ambassadors_attemptcount"}


def test_nobody_does_what_is_not_theirs_to_do(world):
    unexpected = {}
    for role in ROLES:
        client = world.client(role)
        for name, (data, may) in SENT.items():
            address = world.address(name)
            with undone():
                response, tables = ask(client, "post", address, data=data)
            if bool(tables - COUNTED) != (role in may):
                unexpected[role, name] = (response.status_code, tables)
    assert not unexpected


def test_other_addresses_write_nothing_for_those_outside_the_admin(world):
    # What those inside may do is in the table above, and Wagtail's.
    unexpected = {}
    for role in EVERYBODY - STAFF:
        client = world.client(role)
        for name in set(addresses()) - set(SENT):
            response, tables = ask(client, "post", world.address(name), data={})
            if tables or response.status_code == 200:
                unexpected[role, name] = (response.status_code, tables)
    assert not unexpected


@contextlib.contextmanager
def undone():
    """Take back what is written inside, for whoever comes next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", ["ambassador", "left"])
def test_ones_own_share_is_there(world, role):
    share = world.own_shares[role]
    client = world.client(role)
    for other in ROLES:
        expected = 302 if other == "anonymous" else 404
        expected = 200 if other == role else expected
        address = world.address("wagtail_advocacy:sharing:share", share=share)
        assert world.client(other).get(address).status_code == expected, other
    # Somebody who left publishes nothing more, and may still take words back.
    answer = world.address("wagtail_advocacy:sharing:answer", share=share)
    yes = client.post(answer, {"answer": "yes"}).status_code
    assert yes == (302 if role == "ambassador" else 403)
    phone = world.address("wagtail_advocacy:sharing:hand_off", share=share)
    assert client.post(phone).status_code == (409 if role == "ambassador" else 403)
    drop = client.post(answer, {"answer": "drop"}).status_code
    assert drop == (409 if role == "ambassador" else 302)


@pytest.mark.parametrize("change", ["hour", "tomorrow", "own", "drop"])
def test_nobody_changes_what_somebody_else_planned(world, change):
    before = PlannedShare.objects.values().get(pk=world.plan.pk)
    address = world.address("wagtail_advocacy:sharing:change_plan")
    data = {"do": change, "remind_at": "2999-01-01T09:00"}
    for role in ROLES[1:]:
        expected = 404 if role == "ambassador" else 403
        if change in ("own", "tomorrow", "drop"):
            expected = 404
        assert world.client(role).post(address, data).status_code == expected, role
    assert PlannedShare.objects.values().get(pk=world.plan.pk) == before


@pytest.mark.parametrize("answer", ["yes", "not_yet", "drop"])
def test_nobody_answers_for_somebody_else(world, answer):
    before = Share.objects.values().get(pk=world.others_share.pk)
    address = world.address("wagtail_advocacy:sharing:answer")
    for role in ROLES[1:]:
        assert world.client(role).post(address, {"answer": answer}).status_code == 404
    assert Share.objects.values().get(pk=world.others_share.pk) == before


def test_what_is_not_there_is_answered_as_what_is_not_yours(world):
    missing = world.others_share.pk + 1000
    client = world.client("ambassador")
    ends = ("", "answer/", "comment/", "conversation/", "phone/", "slip/")
    for end in ends:
        method = client.post if end else client.get
        theirs = method(f"/advocacy/shares/{world.others_share.pk}/{end}")
        nobodys = method(f"/advocacy/shares/{missing}/{end}")
        assert (theirs.status_code, theirs.content) == (404, nobodys.content)
