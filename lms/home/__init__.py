"""Front doors: trainee, instructor, organiser, OPD officer, leader, and one batch's home."""
