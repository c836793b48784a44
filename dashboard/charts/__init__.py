"""Results and scores as charts, in the viewer's language; the fields of their data are English."""
