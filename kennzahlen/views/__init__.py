"""The pages of this room: ``einheit`` (a unit and its charts), ``verzeichnisse`` (lists), ``meldungen`` (internal)."""
