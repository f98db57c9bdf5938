"""What people do on a case, and who may: the only writer of the record. No page and no address may live here."""
