"""Who may see a case: the page that says it, and the forms that change it."""
