"""In French, no sentence of ours is left in English on any screen this app serves."""

import ast
import re
from pathlib import Path

import pytest

import wagtail_advocacy

from . import screens


CATALOGUE = Path(wagtail_advocacy.__file__).parent / "locale/fr/LC_MESSAGES/django.po"
ARTICLE = "/fr/actualites/une-ecole-recoit-son-manteau/"
TITLE = "Une école reçoit son manteau en sept semaines d'été"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# A pattern with less of its own than this would match other people's text.
MIN_CHARACTERS = 7
MIN_LETTERS = 4

# What is seen or spoken on a page, but for what says that it is in another language.
WORDS = """() => {
  const page = document.documentElement.lang.slice(0, 2);
  const isPageLanguage = (element) =>
    (element.closest("[lang]")?.lang ?? page).slice(0, 2) === page;
  const words = [];
  const spoken = ["aria-label", "placeholder", "title", "alt", "value", "label"];
  const passed = "script, style, template, noscript, textarea, pre, input[type=hidden]";
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (!(element instanceof Element) || !isPageLanguage(element)) continue;
    if (element.closest(passed) && element.tagName !== "TEXTAREA") continue;
    if (node.nodeType === Node.TEXT_NODE) {
      if (element.tagName !== "TEXTAREA") words.push(node.data);
      continue;
    }
    // The value of a button, an option or a box to tick is for the server alone.
    const isValueSeen = node.matches("input:not([type=radio], [type=checkbox])");
    for (const name of spoken) {
      if (name === "value" && !isValueSeen) continue;
      if (node.hasAttribute(name)) words.push(node.getAttribute(name));
    }
    // Sentences of ours that scripts put in.
    const names = node.getAttributeNames();
    if (!names.some((name) => /^data-(advocacy|handoff)/.test(name))) continue;
    words.push(...Object.values(node.dataset).filter((value) => value.includes(" ")));
  }
  return words;
}"""


def messages(catalogue):
    """Yield every text of a catalogue with its translation, both as lists of forms."""
    for entry in catalogue.read_text(encoding="utf-8").split("\n\n"):
        forms = {"msgid": [], "msgstr": []}
        current = None
        for line in entry.splitlines():
            if line.startswith("msg"):
                keyword, _space, rest = line.partition(" ")
                current = forms.get("msgstr" if "msgstr" in keyword else "msgid")
                if keyword == "msgctxt":
                    current = None
                if current is not None:
                    current.append(ast.literal_eval(rest))
            elif line.startswith('"') and current:
                current[-1] += ast.literal_eval(line)
        if forms["msgid"] and forms["msgid"][0]:
            yield forms["msgid"], forms["msgstr"]


def plain(text):
    return " ".join(text.split())


def is_telling(own):
    letters = sum(character.isalpha() for character in own)
    return len(own) >= MIN_CHARACTERS and letters >= MIN_LETTERS


def english_only(catalogue):
    """Return a pattern of every text that says something else in French."""
    patterns = []
    for ids, strings in messages(catalogue):
        for text in ids:
            if text in strings:
                continue
            pieces = PLACEHOLDER.split(plain(text))
            if len(pieces) > 1 and not is_telling("".join(pieces)):
                continue
            patterns.append(".*?".join(re.escape(piece) for piece in pieces))
    return re.compile("|".join(f"(?:{one})" for one in patterns))


@pytest.fixture(scope="module")
def english():
    if not CATALOGUE.exists():
        pytest.fail(f"There is no French yet: {CATALOGUE}", pytrace=False)
    return english_only(CATALOGUE)


def left_in_english(page, english):
    """Return our English texts on a page that should be French."""
    language = page.evaluate("document.documentElement.lang")
    found = {plain(words) for words in page.evaluate(WORDS)}
    left = sorted(words for words in found if words and english.fullmatch(words))
    return left if language == "fr" else [f"the page says it is {language!r}", *left]


def test_screens_of_employees_and_outsiders(visitor, demo, english):
    wrong = {}
    french = {"locale": "fr-FR"}
    people = screens.People(
        visitor("luc-desmarets", **french).page,
        visitor(**french).page,
        visitor("lead").page,
    )
    for name, page in screens.every_screen(people, demo, ARTICLE, TITLE):
        if left := left_in_english(page, english):
            wrong[name] = left
    assert wrong == {}
    mail = demo.wait_for_mail("To: luc.desmarets@", TITLE)
    assert not [line for line in mail.splitlines() if english.fullmatch(line)]


def test_admin(visitor, demo, english):
    wrong = {}
    page = visitor("antoine-verhaeghe").page
    shown = screens.admin_screens(page, page, demo, "mesure-plutot-que-promis")
    for name, seen, _parts in shown:
        if left := left_in_english(seen, english):
            wrong[name] = left
    assert wrong == {}


def test_a_page_left_in_english_is_found(visitor, english):
    page = visitor("employee1", locale="en-GB").page
    page.goto("/advocacy/")
    assert "the page says it is 'en'" in left_in_english(page, english)
    assert "What I may share" in left_in_english(page, english)
