# Generated from openapi/host.yaml by `make generate`
"""Contains methods for accessing the API"""
