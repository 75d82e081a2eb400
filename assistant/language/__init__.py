"""What every stage knows of Vietnamese: letters and marks, syllables, sentences, abbreviations, places."""
