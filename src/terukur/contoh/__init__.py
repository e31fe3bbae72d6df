"""The demo kabupaten: Nusa Tenun, which does not exist, and nobody in it does either."""
