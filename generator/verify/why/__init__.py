"""Why a query came back with nothing: rightly, or for a reason that somebody can mend."""
