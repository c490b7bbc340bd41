"""How good a starter is: fixed prompts, a judge of pixels, and one table a revision."""
