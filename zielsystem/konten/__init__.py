"""Accounts and Ämter: what an administrator of a party does, and nothing else (FACHKONZEPT 1)."""
