"""What leaves the portal: messages written with what they tell of, claimed by one worker at a time, sent and marked."""
