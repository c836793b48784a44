"""One-to-many: a recurrent network sees a photo once and writes a caption word by word."""
