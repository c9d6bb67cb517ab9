"""The command line: arguments, printing, exit statuses."""
