"""Explanations as a person reads them: at a terminal, as a page, or as JSON for programs. Pure."""
