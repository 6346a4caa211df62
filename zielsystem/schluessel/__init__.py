"""Tokens (Schlüssel) for the REST API: per party and purpose, made by a person who holds an Amt, never more than it.

``umfang``: what a token can be for. ``ausstellen``: the acts (making and revoking one). ``anmeldung``: how a request
comes in with one. ``vorgaenge``: answers kept for requests that may come twice.
"""
