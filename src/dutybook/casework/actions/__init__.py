"""What people do, one verb phrase each, by topic. An action records through the store and answers no page."""
