"""What a student handed in: container formats, matching of cells, what was odd. Bytes are text here; a child parses them."""
