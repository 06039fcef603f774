"""The inspector: what is known of the selected node, and its parameters to edit."""
