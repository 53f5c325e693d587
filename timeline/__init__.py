"""Turn a folder of articles into a timeline: who says what happened when, and why that date."""

__version__ = "0.1.0"
