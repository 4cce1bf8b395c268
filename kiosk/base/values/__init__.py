"""Values in words: days, times, amounts, telephone numbers, numbers of tickets, as they are written and as they are said."""
