"""What is kept: tables, connections, migrations and queries."""
