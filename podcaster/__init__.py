"""Turns German articles into a podcast, well read."""
