"""A course that is alive: people, hand-ins, quiz attempts and open questions, made from a course's own files and really graded."""
