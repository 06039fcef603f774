"""What a network can be asked of an image: one class, several labels, a class per pixel, boxes; a file for each."""
