"""The tab "Auswertung" of an agreement, and the overview of a round."""
