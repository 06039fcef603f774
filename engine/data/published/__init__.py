"""The data sets of papers: torchvision's code downloads, checks and reads them."""
