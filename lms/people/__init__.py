"""Employees, their offices (OPD), roles and sign-in. Nouns: Person, Opd, RoleGrant."""
