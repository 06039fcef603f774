"""How the window looks: colours for light and dark, icons, and the style sheet made of them."""
