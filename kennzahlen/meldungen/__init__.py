"""Reporting: from figures that are entered or delivered to the one valid Meldung of a Jobcenter and month.

``recht`` (states and acts), ``plausibilitaet`` (what cannot be right) and ``lieferung`` (files) are pure.
"""
