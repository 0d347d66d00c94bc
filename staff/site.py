"""The staff's site."""

from django.contrib.admin import AdminSite


class StaffSite(AdminSite):
    pass
