"""The noise levels that a run visits, in plain numbers: what planning and sampling both read (no torch)."""
