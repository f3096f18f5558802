"""How a picture looks: measures of the pixels alone, so that any picture has them."""
