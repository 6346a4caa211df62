"""Demonstration data: the real structure of the Jobcenter landscape, invented figures, invented people.

Reading order: ``register`` (the facts and their history), ``peers`` (comparison groups), ``figures`` (the
generator), ``structure`` and ``logins`` (what is written to the database), ``management`` (the commands). This
package stands above all others: it imports them, none imports it.
"""
