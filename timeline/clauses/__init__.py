"""Split an English sentence into its clauses, so that a cue is read only where it applies."""

from timeline.clauses.openings import ClauseKind
from timeline.clauses.splitter import Analysis, Clause, analyse

__all__ = ["Analysis", "Clause", "ClauseKind", "analyse"]
