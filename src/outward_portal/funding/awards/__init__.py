"""What follows a grant: acceptance, instalments by milestone, reports, claims, closing; the public list."""
