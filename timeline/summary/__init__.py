"""Articles to the most important days of their story, with the sentences that tell each best."""

from timeline.summary.days import Chosen, Named, Recall, ToldDay, named_days, summarise, told_days

__all__ = ["Chosen", "Named", "Recall", "ToldDay", "named_days", "summarise", "told_days"]
