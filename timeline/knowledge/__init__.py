"""Dated facts to what they say of an article that names them: packs of facts and their reader."""
