"""Deliveries in, lake out: reads what offices send and keeps only what keeps the contract.

The modules in the order in which a file passes through them:

run        one run over the inbox, file by file
contract   what a source promises: its columns, keys and rules
delivery   which delivery a file is: Datenstand, version, identity
files      a copy that nobody changes while it is judged
readers    files to grids of cells, by content, long texts piece by piece
spool      where the pieces wait
table      the one table among the grids
facts      what the whole table must tell before its cells are read
personal   what must not come in
values     texts to values, by kind
checks     rows that break the contract, duplicates, the 5 % threshold
lake       the file of the rows that load
store      lake, quarantine, archive, register
messages   what people read about all this
"""
