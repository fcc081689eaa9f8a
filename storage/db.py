"""Connections: one writer and many readers on SQLite, a pool on PostgreSQL."""
