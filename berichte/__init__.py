"""Reports: what published figures and agreements say, in words, charts and PDF, frozen when made.

The topmost room: it reads ``kennzahlen``, ``agreements`` and ``gremien``, and nothing reads it.
"""
