"""What learning platforms export: who handed in what and when. An export is untrusted, and nothing of it is unpacked to disk."""
