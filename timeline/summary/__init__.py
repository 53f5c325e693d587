"""Articles to the most important days of their story, with the sentences that tell each best."""

from timeline.summary.days import Before, Chosen, ToldDay, days_before, summarise, told_days

__all__ = ["Before", "Chosen", "ToldDay", "days_before", "summarise", "told_days"]
