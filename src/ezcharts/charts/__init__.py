"""Results become charts: plain data, then a sheet of pixels and a page of HTML. Nothing here renders."""
