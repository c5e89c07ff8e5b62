"""Light events outside batches: webinar, coaching, special assignment; registering to earned JP."""
