"""Votes over plain values."""
