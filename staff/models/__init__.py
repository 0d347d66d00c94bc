"""Who signs in, with what, and what they did."""

from staff.models.account import StaffAccount
from staff.models.audit import Action, AuditEntry
from staff.models.policy import GroupPolicy
from staff.models.recovery import RecoveryCode

__all__ = ["Action", "AuditEntry", "GroupPolicy", "RecoveryCode", "StaffAccount"]
