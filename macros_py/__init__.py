"""How Excel reaches Trackbook: thin bindings that decide nothing."""
