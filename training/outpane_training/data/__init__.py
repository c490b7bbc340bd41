"""Training pictures: what is on them, what is said of them, how they are drawn, and how they are kept."""
