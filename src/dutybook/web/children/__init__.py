"""Cases about children: the page that opens one with a referral."""
