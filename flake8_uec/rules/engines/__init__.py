"""UEC2xx: execution engines that are being replaced."""
