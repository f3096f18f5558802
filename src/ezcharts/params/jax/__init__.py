"""The parameters of nshepperd's and huemin's JAX notebooks."""
