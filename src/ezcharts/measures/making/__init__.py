"""How a picture was made: measures of a cell's record and its trace."""
