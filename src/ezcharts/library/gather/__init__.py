"""From a folder of pictures with their settings to a table of cells: which parameter goes along which axis.

Above the importers, which it asks one after the other; `axes` lays the pictures out, `doubts` says what
does not add up, `folder` puts both together.
"""
