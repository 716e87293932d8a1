# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
"""Contains methods for accessing the API"""
