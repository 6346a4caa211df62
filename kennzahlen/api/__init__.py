"""The REST API of this room: what is published, open to everyone; Meldungen for who may report or see them.

``werte``: values. ``verzeichnisse``: definitions, units, groups, releases. ``dateien``: a whole release as a file.
``meldungen``: reporting. ``uebersicht``: the pages about it. ``schema``: how it describes itself.
"""
