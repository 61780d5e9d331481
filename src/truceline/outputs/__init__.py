"""Outputs: the record as pages and files. Views read it through the ledger, documents are made of views; nothing here writes."""
