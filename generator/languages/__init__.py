"""The query languages of the three stores: texts become trees with positions, and problems that a person understands."""
