"""The canvas as a picture: SVG and PDF of lines and letters, and a PNG that carries the network."""
