"""Pure decisions of perencanaan: codes, checks of the Renja matrix, differences."""
