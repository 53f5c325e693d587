"""Articles to the most important days of their story, with the sentences that tell each best."""

from timeline.summary.days import Chosen, ToldDay, summarise

__all__ = ["Chosen", "ToldDay", "summarise"]
