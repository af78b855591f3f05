"""What a rule may ask of a file: where a name comes from, what refers to it, what a module offers."""
