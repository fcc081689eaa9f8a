"""The history of the tables. Run by `storage.migrate`, in the process."""
