"""armswire: arms transfers, extracted from the news as it streams through Kafka."""

__version__ = "0.1.0"
