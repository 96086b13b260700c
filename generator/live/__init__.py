"""The live stores: asked read-only, within limits, equal questions once."""
