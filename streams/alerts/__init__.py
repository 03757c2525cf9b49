"""Claims become alerts: `alerting.process` folds each claim into a story and tells what changed. Pure."""
