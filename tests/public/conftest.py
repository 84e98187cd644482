import io

import pytest
from django.core.management import call_command

from tests.factories import offer_of, published_page_shareable
from wagtail_advocacy.ambassadors.setup_steps import LEADS


@pytest.fixture
def offer(article):
    return offer_of(published_page_shareable(article()))


@pytest.fixture
def set_up(db):
    call_command("advocacy_setup", stdout=io.StringIO())


@pytest.fixture
def lead(set_up, make_user):
    return make_user("lead@example.com", groups=[LEADS])
