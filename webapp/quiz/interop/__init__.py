"""Quizzes in other systems' formats: Moodle XML and GIFT both ways, QTI 1.2 for Canvas out, answers as CSV out."""
