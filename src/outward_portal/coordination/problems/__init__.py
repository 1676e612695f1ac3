"""Problems that enterprises raise: taking, coordinating, answering, and the clock."""
