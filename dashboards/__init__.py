"""What may be seen: pages in German on the published snapshot, and on nothing else."""
