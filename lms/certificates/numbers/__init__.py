"""Numbers of certificates: how they look (rules, as data), and the counter they are taken from."""
