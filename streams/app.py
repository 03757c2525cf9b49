"""The topology.

    articles.raw.v1 ──▶ enrich ──▶ articles.enriched.v1
                          └──────▶ transfers.claims.v1 ──▶ alert ──▶ alerts.arms-transfer.v1
                                                             ⇅
    either, on bad input ──▶ articles.dead-letter.v1      stories (table)

Run it with `armswire worker`, or as a Faust user would: `faust -A streams.app worker -l info`.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from functools import partial
from os import environ
from typing import Any

from streams.agents import Alerts, Enrichment, Settler, consume
from streams.alerts.alerting import process
from streams.contracts import CLAIMS, RAW, topics
from streams.enrichment import Enricher, warm_up
from streams.logs import quieten_client
from streams.metrics import Metrics
from streams.runtime import Application, Table
from streams.settings import Settings, SettingsError
from streams.topics import STORIES

if sys.platform != "win32":
    import mode.loop

    mode.loop.use("uvloop")

try:
    settings = Settings.from_environment(environ)
    settings.make_data_dir()
except SettingsError as error:
    sys.stderr.write(f"{error}\n")
    raise SystemExit(2) from None

quieten_client()
metrics = Metrics()
app = Application(settings, metrics, warm_up)

# Faust must never decode: an error there kills the stream without a word. The types alone do not prevent it.
BYTES: dict[str, Any] = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}
raw = app.topic(settings.topic(RAW), **BYTES)
claims = app.topic(settings.topic(CLAIMS), **BYTES)
stories = Table(app, STORIES, partitions=topics()[CLAIMS].partitions)

enricher = Enricher(
    max_bytes=settings.max_bytes,
    max_characters=settings.max_characters,
    max_output_bytes=settings.max_output_bytes,
)
alerting = partial(process, window=timedelta(days=settings.alert_window_days))


@app.agent(raw, name="enrich")
async def enrich(articles: Any) -> None:
    """Raw articles to enriched articles and claims, or dead letters."""
    settle = Settler("enrich", settings, app.deliver, metrics)
    await consume(articles, "enrich", Enrichment(enricher, settle, metrics), settings, metrics, app.health)


@app.agent(claims, name="alert")
async def alert(told: Any) -> None:
    """Claims to alerts, by the stories of their supplier and recipient."""
    settle = Settler("alert", settings, app.deliver, metrics)
    await consume(
        told, "alert", Alerts(alerting, stories.read, stories.save, settle, metrics), settings, metrics, app.health
    )
