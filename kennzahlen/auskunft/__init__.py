"""Reading what is published: values, groups, comparisons and charts, for page, API, file and agreement."""
