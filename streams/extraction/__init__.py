"""Article -> entities, events, claims, explanation. Pure; all language is data under `streams/languages`."""

from streams.extraction.extract import Extraction, extract

__all__ = ["Extraction", "extract"]
