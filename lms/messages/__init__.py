"""Who is told what, when: messages in the inbox, letters by e-mail, reminders, announcements."""
