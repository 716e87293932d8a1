"""What reverse proxies do to requests, and what users see of it: run by `make check-proxy`."""
