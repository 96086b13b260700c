"""Where in a query the holes stand that its variables leave, and what could fill them."""
