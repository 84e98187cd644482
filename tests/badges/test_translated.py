"""Badges and rewards in several languages: one way to find what somebody reads."""

import pytest
from django.utils import translation

from tests.badges import factories
from wagtail_advocacy.badges import queries
from wagtail_advocacy.badges.rewards import catalogue


pytestmark = pytest.mark.django_db


def badge_in_two():
    original = factories.badge()
    return original, factories.translated_badge(original, name="Échange")


def reward_in_two():
    original = factories.reward()
    return original, factories.translated_reward(original)


KINDS = [(queries, badge_in_two), (catalogue, reward_in_two)]


@pytest.mark.parametrize(("module", "make"), KINDS, ids=["badge", "reward"])
class TestBothKinds:
    def test_the_first_is_the_original(self, module, make):
        original, _other = make()
        assert list(module.originals()) == [original]

    def test_somebody_reads_their_language_or_the_original(self, module, make):
        original, other = make()
        read = {}
        for language in ("en", "fr", "fr-ca", "de"):
            with translation.override(language):
                read[language] = module.in_own_language([original])[original.pk]
        assert read == {"en": original, "fr": other, "fr-ca": other, "de": original}

    def test_its_locale_costs_nothing_more(
        self, module, make, django_assert_num_queries
    ):
        original, _other = make()
        rows = list(module.originals())
        with django_assert_num_queries(1), translation.override("de"):
            assert module.in_own_language(rows)[original.pk].locale.language_code
        with django_assert_num_queries(0):
            assert module.in_own_language([]) == {}


def test_a_badge_that_is_a_draft_is_read_in_its_original():
    original, other = badge_in_two()
    type(other).objects.update(live=False)
    with translation.override("fr"):
        assert queries.in_own_language([original]) == {original.pk: original}
