"""Judge how a sentence stands to what it tells: happened, planned, denied and the like."""

from timeline.stance.cues import Cue, cues
from timeline.stance.judge import StanceJudgement, judge_stance

__all__ = ["Cue", "StanceJudgement", "cues", "judge_stance"]
