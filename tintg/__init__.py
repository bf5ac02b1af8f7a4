"""The command `tintg`: runs the stages ingest → models → gate → publish and knows where their products lie."""
