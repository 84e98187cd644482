"""Mails as they arrive, sent by the worker of the demo."""

import re

from playwright.sync_api import expect

from . import screens


ARTICLE = "/en/events/winter-coat-saturday/"
TITLE = "Winter coat Saturday: draught-proofing for our neighbours"
REASON = "One of the families asked us not to show their door."


def test_whoever_published_is_told_that_it_was_withdrawn(visitor, demo):
    author = visitor("charlotte-dean").page
    screens.open_share(author, ARTICLE, join=True)
    whole_text = author.locator("#advocacy-whole-text").input_value()
    link = re.search(r"http\S+/go/s/\S+", whole_text)[0]
    author.get_by_role("button", name="Yes, it is out").click()
    expect(author.get_by_role("heading", name="Thank you, it is out")).to_be_visible()
    # Not published, so there is nothing to tell this one about.
    hesitant = visitor("lewis-hartley").page
    screens.open_share(
        hesitant, ARTICLE, join=True, text="My own door lets the cold in. Who helps me?"
    )

    screens.withdraw(visitor("lead").page, TITLE, REASON)

    mail = demo.wait_for_mail("To: charlotte.dean@", f"Withdrawn: {TITLE}")
    assert REASON in mail
    assert "You did nothing wrong" in mail
    assert not [one for one in demo.mails() if "To: lewis.hartley@" in one]

    # The intranet and the link say the same.
    author.goto("/advocacy/shares/")
    expect(author.get_by_text(REASON)).to_be_visible()
    outside = visitor().page
    answer = outside.goto(link)
    assert answer.status == 410
    assert TITLE not in outside.content()
    expect(outside.get_by_text("Alderbrook has taken back")).to_be_visible()
    author.goto(ARTICLE)
    expect(author.locator(screens.OPEN)).to_have_count(0)
