"""The client's repeated complaints are logged once in a while, with their number."""

import logging

from streams.logs import Repeats


def record(message: str) -> logging.LogRecord:
    return logging.LogRecord("aiokafka.client", logging.ERROR, "", 0, message, (), None)


def test_a_repeated_message_is_logged_once_in_a_while_with_what_was_left_out():
    now = [0.0]
    repeats = Repeats(every=10, clock=lambda: now[0])
    assert [repeats.filter(record("no node")) for _ in range(5)] == [True, False, False, False, False]
    now[0] = 11.0
    again = record("no node")
    assert repeats.filter(again)
    assert again.getMessage() == "no node (4 more like this)"


def test_different_messages_do_not_hide_one_another():
    repeats = Repeats()
    assert repeats.filter(record("no node"))
    assert repeats.filter(record("no metadata"))
