"""The dashboards as a reader meets them."""
