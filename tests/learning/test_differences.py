from hypothesis import given
from hypothesis import strategies as st

from wagtail_advocacy.learning.charter_texts import differences, word_changes
from wagtail_advocacy.learning.models import CharterText


texts = st.lists(st.sampled_from(["we", "write", "it", "never", "copy."])).map(" ".join)


def words_of(changes, *kinds):
    return "".join(one.text for one in changes if one.kind in kinds).split()


@given(old=texts, new=texts)
def test_both_texts_can_be_read_from_what_changed(old, new):
    changes = word_changes(old, new)
    assert words_of(changes, "same", "removed") == old.split()
    assert words_of(changes, "same", "added") == new.split()
    assert all(one.text[-1].isspace() for one in changes)


def clause(name, text="Text.", **fields):
    blank = {"title": name, "why": "", "do": [], "dont": []}
    return {"id": name, **blank, "text": f"<p>{text}</p>", **fields}


def charter(*clauses, introduction=""):
    return CharterText(clauses=list(clauses), introduction=introduction)


def kinds(old, new):
    return [(one.kind, one.clause["title"]) for one in differences(old, new)]


def test_clauses_are_told_apart_by_their_ids_wherever_they_stand():
    old = charter(clause("a"), clause("b"), clause("c"))
    new = charter(clause("c"), clause("b", "New."), clause("d"))
    assert kinds(old, new) == [("changed", "b"), ("added", "d"), ("removed", "a")]


def test_layout_is_no_change():
    old = charter(clause("a", "Text <b>here</b>."))
    new = charter(clause("a", "Text  here."))
    assert differences(old, new) == []


def test_a_line_of_what_to_do_is_a_change():
    old = charter(clause("a", do=["Ask."]))
    new = charter(clause("a", do=["Ask.", "Wait."]))
    (change,) = differences(old, new)
    assert [str(part.label) for part in change.parts] == ["Do"]


def test_the_introduction_counts_as_well():
    old, new = charter(introduction="<p>Old.</p>"), charter(introduction="<p>New.</p>")
    assert kinds(old, new) == [("changed", "Introduction")]
    assert kinds(charter(), new) == [("added", "Introduction")]
