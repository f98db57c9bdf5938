"""Questions on a page, made from what the procedure asks: no question of any one procedure may be written here."""
