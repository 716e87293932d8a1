# Generated from openapi/middleware.yaml by `make generate`
"""Contains methods for accessing the API"""
