"""Workflow: the one place where the parts are joined: files to reports to claims to incidents, and what people decide.

Only here are packs read and entries appended; only here is there a clock. Each module is one verb of the command line.
"""
