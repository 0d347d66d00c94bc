"""Administrators' pages: people and their roles, rules of the roles, the audit log."""

from staff.admin import audit, policies, users

__all__ = ["audit", "policies", "users"]
