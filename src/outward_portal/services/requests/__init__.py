"""Requests for services: posted, matched with reasons, invited to, offered for, awarded, done, rated."""
