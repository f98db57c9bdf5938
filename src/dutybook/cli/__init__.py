"""The commands, one a module, each with `add(subparsers)`.

Nothing here may decide anything: a command reads, asks the packs, the engine or the casework, and prints.
"""
