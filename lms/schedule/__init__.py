"""Rooms, sessions, timetables and attendance. Nouns: Room, Session, Booking, Attendance."""
