"""The visual library: entries as plain files, their intake, and the site made of them."""
