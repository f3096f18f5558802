"""Numbers -> statements: which way an axis moves a measure, how far, and how sure that is."""
