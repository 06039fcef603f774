"""What follows from the network, node by node, as a table that follows every edit."""
