"""The Belgian eID and residence card: read in the least time, believed only when proved."""
