"""The client behind reverse proxies: run by `make check-proxy`."""
