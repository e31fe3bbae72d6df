"""Users, role definitions, login. Which user holds which role where is organisasi's."""
