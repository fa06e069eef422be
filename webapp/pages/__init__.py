"""One blueprint per module: its URL, its template folder and its test file have the same name."""
