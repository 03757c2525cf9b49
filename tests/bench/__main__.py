"""Articles per second on this machine: extraction alone, and the worker beside a bare confluent-kafka loop."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Sequence
from statistics import median

import mix
import pure
import through
from process import peak_mb

MACHINE = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python tests/bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="of extraction, for each kind (default: 15)")
    parser.add_argument("--articles", type=int, default=3000, help="through the broker, in each run (default: 3000)")
    parser.add_argument("--runs", type=int, default=3, help="of worker and of bare loop, in turns (default: 3)")
    parser.add_argument("--quick", action="store_true", help="2 seconds, 600 articles, 1 run")
    args = parser.parse_args()
    if args.quick:
        args.seconds, args.articles, args.runs = 2, 600, 1
    if args.seconds <= 0 or args.articles < 100 or args.runs < 1:
        parser.error("--seconds above 0, --articles from 100, --runs from 1")
    command = f"python tests/bench --seconds {args.seconds:g} --articles {args.articles} --runs {args.runs}"
    print(f"{command}   ({MACHINE})", flush=True)
    extraction(args.seconds)
    broker(args.articles, args.runs)


def extraction(seconds: float) -> None:
    """Bytes of a message in, bytes of its outputs out, without Kafka."""
    corpora = (mix.dense(), mix.mix(400))
    measured = pure.measure(corpora, seconds, rounds=7)
    print(
        f"mix: {mix.DENSE} % arms-dense, {mix.WAR} % other war news, {100 - mix.DENSE - mix.WAR} % ordinary articles\n"
    )
    row("decode, extract, JSON on one core", "articles/s", "range", "characters", "characters/s")
    for corpus, rates in zip(corpora, measured, strict=True):
        speed = median(rates)
        total = speed * corpus.characters
        row(corpus.name, f"{speed:,.0f}", spread(rates), f"{corpus.characters:,}", f"{total:,.0f}")
    print(f"peak memory {peak_mb(os.getpid()):,.0f} MB\n")


def broker(articles: int, runs: int) -> None:
    """The mix through the embedded broker; both kinds take turns."""
    corpus = mix.mix(articles)
    kinds = {"bare": "bare confluent-kafka loop", "worker": "worker (makes alerts too)"}
    found: dict[str, list[through.Run]] = {kind: [] for kind in kinds}
    for _ in range(runs):
        for kind, results in found.items():
            results.append(through.run(kind, corpus))
    row("the mix through the embedded broker", "articles/s", "range", "per CPU second", "peak MB")
    for kind, results in found.items():
        rates = [result.rate for result in results]
        frugality = median(result.per_processor_second for result in results)
        peak = max(result.megabytes for result in results)
        row(kinds[kind], f"{median(rates):,.0f}", spread(rates), f"{frugality:,.0f}", f"{peak:,.0f}")
    pairs = list(zip(found["worker"], found["bare"], strict=True))
    ratios = [worker.rate / bare.rate for worker, bare in pairs]
    costs = [worker.per_processor_second / (bare.per_processor_second or 1) for worker, bare in pairs]
    row("worker / bare", f"{median(ratios):.2f}", f"{min(ratios):.2f} - {max(ratios):.2f}", f"{median(costs):.2f}", "")


def row(name: str, *cells: str) -> None:
    """A line of a table."""
    print(f"{name:<36}{cells[0]:>11}{cells[1]:>16}{cells[2]:>16}{cells[3]:>14}", flush=True)


def spread(rates: Sequence[float]) -> str:
    """Slowest and fastest."""
    return f"{min(rates):,.0f} - {max(rates):,.0f}"


if __name__ == "__main__":
    main()
