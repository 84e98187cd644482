import functools
import http.server
import json
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser import launch, start_playwright
from wagtail_advocacy import networks
from wagtail_advocacy.networks import mastodon
from wagtail_advocacy.networks.counting import normalise
from wagtail_advocacy.networks.mastodon_instance import InstanceLimits

from .test_counting import CASES, KEYS, as_list, written
from .texts import links, texts


STATIC = Path(networks.__file__).parents[1] / "static"
MODULE = "/wagtail_advocacy/js/counting.js"


class Files(http.server.SimpleHTTPRequestHandler):
    """The static files, as a site serves them, and a page to load them from."""

    def do_GET(self):
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Counting</title>")
        return None

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    """Address of a server for the static files: modules load from no file://."""
    handler = functools.partial(Files, directory=STATIC)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def in_browser(site):
    """Call a function of counting.js once for each list of arguments."""
    with start_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.goto(site)

        def call(function, arguments):
            # JSON in ASCII, because a half of a surrogate pair has no UTF-8.
            answer = page.evaluate(
                """async ([module, name, calls]) => {
                    const counting = await import(module);
                    const answers = JSON.parse(calls).map((all) =>
                        counting[name](...all));
                    return JSON.stringify(answers);
                }""",
                [MODULE, function, json.dumps(arguments)],
            )
            return json.loads(answer)

        yield call
        browser.close()


def test_the_browser_counts_the_whole_table_as_expected(in_browser):
    asked = [(case, key) for case in CASES for key in KEYS if key in case]
    answers = in_browser(
        "measure",
        [
            [
                networks.get(key).browser_rule(),
                written(case["text"]),
                case.get("url", ""),
                case.get("title", ""),
            ]
            for case, key in asked
        ],
    )

    wrong = {
        f"{key}: {case['name']}": (counted, as_list(case[key]))
        for (case, key), answer in zip(asked, answers, strict=True)
        if (counted := [one["used"] for one in answer]) != as_list(case[key])
    }
    assert len(answers) == len(asked) > 300
    assert wrong == {}


def test_the_browser_names_units_and_limits_as_the_server_does(in_browser):
    for network in networks.all():
        (answer,) = in_browser("measure", [[network.browser_rule(), "été", ""]])
        assert answer == [
            {"unit": str(one.unit), "used": one.used, "limit": one.limit}
            for one in network.measures("été", "")
        ]


def test_the_browser_counts_by_the_limits_of_an_instance(in_browser, monkeypatch):
    limits = InstanceLimits(max_characters=700, characters_reserved_per_url=31)
    monkeypatch.setattr(mastodon, "limits_of", lambda host: limits)
    there = networks.get("mastodon").at("instance.example")
    text = "Merci @ada@example.social https://example.com/a 🎉"

    (answer,) = in_browser(
        "measure", [[there.browser_rule(), text, "https://go.example.com/s/Ab3xY9"]]
    )

    # "Merci @ada " and " 🎉\n" beside two addresses.
    assert answer == [{"unit": "characters", "used": 11 + 3 + 2 * 31, "limit": 700}]


@given(
    batch=st.lists(
        st.tuples(texts, links, st.sampled_from(["", "L'été", "A\r\nB"])),
        min_size=40,
        max_size=80,
    )
)
@settings(max_examples=60, deadline=None, database=None)
def test_browser_and_server_agree_on_texts_nobody_thought_of(in_browser, batch):
    rules = {key: networks.get(key).browser_rule() for key in KEYS}
    asked = [(key, *arguments) for arguments in batch for key in KEYS]

    answers = in_browser("measure", [[rules[key], *rest] for key, *rest in asked])

    for (key, *arguments), answer in zip(asked, answers, strict=True):
        here = [one.used for one in networks.get(key).measures(*arguments)]
        assert [one["used"] for one in answer] == here, (key, arguments)


@given(batch=st.lists(st.tuples(texts, links), min_size=40, max_size=80))
@settings(max_examples=20, deadline=None, database=None)
def test_browser_and_server_compose_the_same_text(in_browser, batch):
    composed = in_browser("compose", batch)
    assert composed == [networks.get("copy").compose(*one) for one in batch]
    normalised = in_browser("normalise", [[text] for text, _ in batch])
    assert normalised == [normalise(text) for text, _ in batch]
