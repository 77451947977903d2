"""Pages and tables of a class: everything in them is a view of the record."""
