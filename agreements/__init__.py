"""Zielvereinbarungen under § 48b SGB II: from Planungsbrief to evaluation."""
