"""Page objects of the situation room whose rows the printed report has too: agreement, violations, movements, actors, sources.

Each module makes one page of a material. They stand above both ``views`` (what a record says) and ``report`` (how it is put into
rows), and neither knows them. Nothing is decided here: rows are chosen, named and put in order.
"""
