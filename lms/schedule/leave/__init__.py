"""Leave (izin) and sickness (sakit): trainees ask with a document, who teaches or runs decides."""
