"""The screens about groups, and the managers' page, in a real browser."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from tests import factories
from tests.axe import violations
from wagtail_advocacy.learning.charter_queries import standings
from wagtail_advocacy.learning.models import QuestionCount

from .conftest import grace
from .test_readiness import complete, department, sign, take_figures
from .training_factory import training


pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = os.environ.get("PICTURES")


@pytest.fixture
def visit(visit):
    """Open an empty tab of a browser that is so many pixels wide."""

    def run(user, width):
        return visit(user, timeout=20_000, viewport={"width": width, "height": 800})

    return run


@pytest.fixture
def world(site_home):
    grace(30)
    page = training(site_home, title="Why and how, freely", required=True)
    charter = factories.live_charter(site_home)
    first = standings()[0].current
    departments = [
        department(name, people, joined)
        for name, people, joined in (
            ("Sales", 80, 40),
            ("Research and development", 60, 40),
            ("Legal", 12, 3),
            ("Works", 90, 40),
        )
    ]
    everybody = [one for people in departments for one in people]
    sign(everybody[::2], first)
    factories.publish_charter(charter, factories.clause("a"), change="material")
    second = standings()[0].current
    sign(everybody[::3], second)
    complete(everybody[1::2], page, days=30)
    complete(everybody[::6], page)
    for number, question in enumerate(page.get_quiz().questions):
        QuestionCount.objects.create(
            training=page.translation_key,
            question=question.key,
            first_answered=90,
            first_wrong=20 + 15 * number,
        )
    factories.directory_person(factories.superuser(), is_executive=True)
    take_figures()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.usefixtures("world")
def test_the_screens_fit_and_axe_finds_nothing(visit, django_user_model, width):
    page = visit(django_user_model.objects.get(email="root@example.com"), width)
    for name, selector in (
        ("wagtail_advocacy_readiness", "main"),
        ("wagtail_advocacy_managers", "main"),
        ("wagtail_advocacy:ambassadors:managers", "body"),
    ):
        page.goto(reverse(name))
        if PICTURES:
            picture = f"{name.replace(':', '-')}-{width}.png"
            page.screenshot(path=Path(PICTURES) / picture, full_page=True)
        assert violations(page, selector) == []
        overflow = "document.documentElement.scrollWidth - window.innerWidth"
        assert page.evaluate(overflow) <= 0
