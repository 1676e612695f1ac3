"""How providers are rated: what is told of it, and from how many ratings on."""
