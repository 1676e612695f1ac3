"""Applications from the first word to the decision: writing, questions, two reviews, deciding, appealing."""
