"""The painted scenes: a small world of captioned pictures (design.md, "Painted scenes")."""
