"""The next version of a programme written in the browser: the files of courses/, kept in rows."""
