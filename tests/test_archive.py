"""The dated articles of a folder date the others by their words, no surer than among themselves."""

from __future__ import annotations

import random
from datetime import date, timedelta
from math import log

import numpy as np

from timeline.model import Document
from timeline.publication.archive import archive_clues
from timeline.publication.days import Scores, day_grid

FIRST = date(2019, 3, 1)
GRID = day_grid(date(2022, 1, 1).toordinal(), date(2015, 1, 1).toordinal())
EVEN = np.zeros(len(GRID))


def stories(number: int, told: float, seed: int = 1) -> tuple[list[Document], list[date]]:
    """Articles on single days; a share of them is about what is told on that day only."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    common = [f"plain{n}" for n in range(60)]
    articles, days = [], []
    for at in range(number):
        day = FIRST + timedelta(days=3 * (at // 2))
        own = [f"topic{at // 2}x{n}" for n in range(12)] if chance.random() < told else []
        words = [*chance.choices(common, k=40), *own, *own]
        articles.append(Document(id=f"a{at}", path="", title=f"t{at}", text=" ".join(words)))
        days.append(day)
    return articles, days


def clues(articles: list[Document], days: list[date], hidden: set[int]) -> dict[int, Scores]:
    given = [None if at in hidden else day.toordinal() for at, day in enumerate(days)]
    return {at: clue.scores for at, clue in archive_clues(articles, given, GRID, EVEN).items()}


def test_an_article_is_dated_near_the_dated_ones_that_tell_its_story() -> None:
    articles, days = stories(80, told=1.0)
    hidden = {11, 34, 60}
    found = clues(articles, days, hidden)
    assert found.keys() == hidden
    for at, scores in found.items():
        assert abs(int(GRID.ordinals[np.argmax(scores)]) - days[at].toordinal()) <= 1


def test_where_dated_articles_cannot_date_each_other_little_is_said() -> None:
    sure = clues(*stories(80, told=1.0), {20})[20]
    unsure = clues(*stories(80, told=0.0), {20})[20]
    assert unsure.max() < sure.max() - 2


def test_a_clue_is_a_likelihood_over_all_days_and_rules_none_out() -> None:
    for scores in clues(*stories(60, told=0.6), {5, 6}).values():
        assert np.isfinite(scores).all()
        assert abs(np.exp(scores).mean() - 1) < 0.1


def test_which_days_were_busy_says_nothing() -> None:
    """An article as like to twelve of one day as to one of another may be of either."""
    articles, days = stories(60, told=1.0)
    busy, quiet = FIRST + timedelta(days=500), FIRST + timedelta(days=700)
    loud, soft = (" ".join(f"{name}{n}" for n in range(12)) for name in ("loud", "soft"))
    told = [*[(loud, busy)] * 12, (soft, quiet), (f"{loud} {loud} {loud} {soft}", quiet)]
    for at, (text, day) in enumerate(told):
        articles.append(Document(id=f"b{at}", path="", title="", text=text))
        days.append(day)
    scores = clues(articles, days, {len(articles) - 1})[len(articles) - 1]
    on_busy, on_quiet = (scores[day.toordinal() - GRID.first] for day in (busy, quiet))
    assert abs(on_busy - on_quiet) < log(3)


def test_a_few_dated_articles_are_not_enough_to_learn_from() -> None:
    articles, days = stories(16, told=1.0)
    assert not clues(articles, days, {3})


def test_what_it_says_names_the_nearest_articles_and_their_days() -> None:
    articles, days = stories(60, told=1.0)
    given = [None if at == 31 else day.toordinal() for at, day in enumerate(days)]
    clue = archive_clues(articles, given, GRID, EVEN)[31]
    assert clue.says.startswith("most like “t30” (")
    assert clue.says.endswith("of 59 dated here")
    assert "topic15" in clue.words
