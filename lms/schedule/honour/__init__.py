"""What instructors are paid by the JP they taught: dated rates, and the recap of a month."""
