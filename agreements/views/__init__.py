"""The pages under /zielvereinbarungen/: rounds, agreements, drafts."""
