"""The law of bodies: composition, competence, majority, chair and its succession."""
