"""The query languages of the stores: texts become trees with positions, and problems a person understands."""
