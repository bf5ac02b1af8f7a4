"""From the warehouse to what may be seen: the gate, disclosure control, the snapshot."""
