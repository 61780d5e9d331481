"""Agreement: what a text asks of whom, and what accepted claims say has become of it. Pure: values in, values out.

A text comes from a theatre pack (``document``); what people say of it is read from their claims (``statements``); its state is
a fold of these (``status``), like the violations alleged (``violations``), the tallies (``tallies``) and what monitors saw
(``observations``). No clock, no disk, no ledger: the day for which something is asked is passed in.
"""
