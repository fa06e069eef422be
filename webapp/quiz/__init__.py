"""Concept quizzes: question types, the bank, statistics, import and export. Pure: nothing here knows Flask or a database."""
