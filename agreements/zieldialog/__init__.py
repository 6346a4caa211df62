"""The Zieldialog: agreed at conclusion, held at most once a quarter, resting on reports, ending in Maßnahmen.

``recht`` (states, conditions) is pure. ``dialoge`` plans, invites and minutes,
``berichte`` takes the reports of both sides, ``massnahmen`` follows up. What a dialogue deals with are the subjects of
its agreements and nothing else: no controlling figures of one side are drawn in (FACHKONZEPT 3).
"""
