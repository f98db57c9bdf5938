"""The service as somebody with a browser meets it."""
