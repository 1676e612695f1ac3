"""An app that exists for the drills: a slow page, a page that writes, work that takes its time."""
