"""The painted scenes: a small world of captioned pictures, drawn from integers alone (design.md, "Painted scenes")."""
