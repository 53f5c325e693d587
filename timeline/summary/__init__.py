"""Articles to the most important days of their story, with the sentences that tell each best."""

from timeline.summary.days import Chosen, Gathered, ToldDay, gathered_days, summarise, told_days

__all__ = ["Chosen", "Gathered", "ToldDay", "gathered_days", "summarise", "told_days"]
