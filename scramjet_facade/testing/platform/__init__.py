"""The fake platform: middleware, managers and a multi manager in front of hubs."""
