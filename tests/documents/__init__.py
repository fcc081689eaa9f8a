"""Documents of maps as tests make them up."""
