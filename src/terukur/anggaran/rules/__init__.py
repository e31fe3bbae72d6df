"""Pure decisions of anggaran: ceilings and rooms, and what is still missing."""
