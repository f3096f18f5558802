"""The site: the catalogue as plain files that any browser reads, from a disk or from any host."""
