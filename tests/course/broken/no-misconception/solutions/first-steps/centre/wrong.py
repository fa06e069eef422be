"""None known."""
