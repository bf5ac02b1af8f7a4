"""The command `tintg`: runs the stages and knows where their products lie."""
