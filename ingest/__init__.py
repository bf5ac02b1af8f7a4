"""Deliveries in, lake out: reads what offices send and keeps only what keeps the contract.

The modules in the order in which a file passes through them:

run        one run over the inbox, file by file
contract   what a source promises: its columns, keys and rules
delivery   which delivery a file is: Datenstand, version, identity
readers    bytes to grids of cells, by content
table      the one table among the grids
personal   what must not come in
values     texts to values, by kind
checks     rows that break the contract, duplicates, the 5 % threshold
store      lake, quarantine, archive, register
messages   what people read about all this
"""
