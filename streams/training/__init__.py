"""Learning the scorers' weights from gold. Needs the `train` dependencies; nothing at run time imports this."""
