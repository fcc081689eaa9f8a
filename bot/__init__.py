"""What people see and touch: Slack, pictures, pages and the command line."""
