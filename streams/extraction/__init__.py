"""Article -> entities, events, claims, explanation. Pure; all language is data under `streams/languages`."""

from streams.extraction.extractor import Extraction, extract

__all__ = ["Extraction", "extract"]
