"""Files in: bytes become a sheet of rows, rows become a plan of what would change, and the plan is applied whole.

`reading` makes a `Sheet` (or recognises a whole map) from bytes, `columns` says what its columns are, `planning`
compares it with the map, `drafts` keeps it between the look at the plan and the yes, `applying` carries it out in one
change, and `taking_back` undoes that change. Nothing here knows where the bytes came from.
"""
