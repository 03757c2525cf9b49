"""Article -> entities, events, claims, reasons for silence. Pure; language is data under `streams/languages`."""

from streams.extraction.extractor import Extraction, extract

__all__ = ["Extraction", "extract"]
