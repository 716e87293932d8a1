# Generated from openapi/multi_manager.yaml by `make generate`
"""Contains methods for accessing the API"""
