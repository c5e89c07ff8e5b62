"""The administrator's rooms: journal, permissions, jobs, health; owns no domain table."""
