"""What `make fuzz` runs for minutes runs, finds faults that are there, and repeats itself."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

import fuzz
import fuzz_inputs as inputs
from hypothesis import strategies as st

SHORT = [target for target in fuzz.TARGETS if not target.is_long]


def fed(target: fuzz.Target, number: int = 8) -> tuple[bool, int]:
    """Whether a target withstood the inputs of a seed, and how many they were."""
    counts = {target.name: 0}
    withstood = fuzz.feed(target, number, time.monotonic() + 600, counts)
    return withstood, counts[target.name]


@pytest.mark.parametrize("target", SHORT, ids=lambda target: target.name)
def test_all_that_reads_withstands_what_is_made_up(
    target: fuzz.Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz, "_EXAMPLES", 8)
    withstood, count = fed(target)
    assert withstood
    assert count >= 8


def test_an_error_that_is_not_ours_is_found_and_made_short(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def feed(number: int, _: Path) -> None:
        if number > 1000:
            raise KeyError(number)

    assert not fed(fuzz.Target("x", st.integers(), feed))[0]
    told = capsys.readouterr().out
    assert "KeyError: 1001" in told
    assert told.endswith("x, seed 8: 1001\n")


def test_what_grows_with_the_square_of_the_length_is_found() -> None:
    def slow(text: str, _: Path) -> None:
        end = time.process_time() + (len(text) / 14_000) ** 2
        while time.process_time() < end:
            pass

    compare = fuzz.growing(slow, small=1000)
    with pytest.raises(fuzz.Drags):
        compare(inputs.Long("a", "", numbered=False), Path())


def test_a_step_is_no_growth() -> None:
    def steps(text: str, _: Path) -> None:
        end = time.process_time() + (len(text) / 20_000 if len(text) > 4000 else 0)
        while time.process_time() < end:
            pass

    fuzz.growing(steps, small=1000)(inputs.Long("a", "", numbered=False), Path())


def test_the_same_seed_makes_the_same_inputs() -> None:
    def inputs_of(number: int) -> list[str]:
        seen: list[str] = []
        fed(fuzz.Target("x", st.text(), lambda text, _: seen.append(text)), number)
        return seen

    assert inputs_of(3) == inputs_of(3) != inputs_of(4)


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("size", [1, 100, 4000])
def test_a_pattern_grows_to_about_the_length_that_is_asked_for(size: int, numbered: bool) -> None:
    text = inputs.Long("ab", "cd", numbered).text(size)
    assert size - 8 <= len(text) <= max(size, 8)
