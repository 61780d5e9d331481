"""A log on a stick: the whole log of one office as static files that another office, or anybody, can check without the first.

``layout`` has what lies where, ``writing`` puts a log there, ``stick`` reads what a stranger may have prepared, ``checking``
computes everything anew, ``peers`` keeps the logs of others inside a record. See docs/formats/exchange.md.
"""
