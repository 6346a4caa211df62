"""The PDF draft of an agreement: what it says, how it is set, who orders it, and all of a round in one ZIP."""
