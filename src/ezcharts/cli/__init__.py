"""The `ezcharts` command: one thin file per verb."""
