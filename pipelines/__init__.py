"""Two LSTM pipelines, sentiment and captioning: built, trained, scored and asked here."""
