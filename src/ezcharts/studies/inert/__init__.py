"""Why a parameter cannot change a picture."""
