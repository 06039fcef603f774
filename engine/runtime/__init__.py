"""The worker thread and the mailbox between it and whoever watches."""
