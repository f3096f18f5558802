"""What can be measured of a cell: how its picture looks, how it was made, and what it is near to."""
