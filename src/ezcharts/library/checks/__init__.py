"""What a review of an entry looks at, one question a file; `ezcharts.library.check` asks them all."""
