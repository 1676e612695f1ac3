"""Views of this room: they carry; rules stand in the policy, sums in actions and queries."""
