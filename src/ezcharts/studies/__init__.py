"""What to vary: study files, the cells they ask for, and the key of a cell. No torch here."""
