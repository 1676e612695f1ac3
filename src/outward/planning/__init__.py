"""Plans: trees of goals, measures and tasks, versions, progress, the policy matrix, and what is missing in chains."""
