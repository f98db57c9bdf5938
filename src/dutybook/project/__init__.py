"""Where the service is put together: settings, addresses, clock, data folder. No rule about casework may live here."""
