"""The command line `armswire`: one module a command, found by its name when it is asked for (see `main`).

A command module has `arguments(parser)`, which describes its options, and `run(args)`, which returns the exit code.
"""
