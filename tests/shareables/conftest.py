import io

import pytest
from django.core.management import call_command
from wagtail.models import Workflow

from tests import factories
from wagtail_advocacy.ambassadors.setup_steps import EDITORS, LEADS


@pytest.fixture
def approval(db):
    """The site's own workflow: one approval, by the group "Approvers"."""
    Workflow.objects.all().delete()
    workflow = factories.workflow("Approvers")
    call_command("advocacy_setup", stdout=io.StringIO())
    return workflow


@pytest.fixture
def editor(approval, site_home, make_user):
    """Writes pages and prepares shareables; publishes only pages."""
    factories.page_editors("Page editors", site_home)
    return make_user("editor@example.com", groups=["Page editors", EDITORS])


@pytest.fixture
def approver(approval, make_user):
    """Approves what editors prepare."""
    return make_user("approver@example.com", groups=["Approvers", EDITORS])


@pytest.fixture
def lead(approval, site_home, make_user):
    """Leads the programme, and writes pages."""
    factories.page_editors("Page editors of the lead", site_home)
    return make_user("lead@example.com", groups=["Page editors of the lead", LEADS])
