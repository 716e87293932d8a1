# Generated from openapi/manager.yaml by `make generate`
"""Contains methods for accessing the API"""
