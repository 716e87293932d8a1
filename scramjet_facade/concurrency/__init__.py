"""Threads, tasks and cancellation, without the network."""
